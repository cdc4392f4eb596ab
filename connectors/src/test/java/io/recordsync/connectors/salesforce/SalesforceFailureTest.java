package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.ConnectorFailureContract;

class SalesforceFailureTest extends ConnectorFailureContract {

    SalesforceFailureTest() {
        super(new SalesforceUnderTest());
    }
}
