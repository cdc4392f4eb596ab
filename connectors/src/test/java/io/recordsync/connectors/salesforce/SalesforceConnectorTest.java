package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.ConnectorContract;

class SalesforceConnectorTest extends ConnectorContract {

    SalesforceConnectorTest() {
        super(new SalesforceUnderTest());
    }
}
