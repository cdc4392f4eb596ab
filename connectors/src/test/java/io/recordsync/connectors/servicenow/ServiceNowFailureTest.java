package io.recordsync.connectors.servicenow;

import io.recordsync.connectors.ConnectorFailureContract;

class ServiceNowFailureTest extends ConnectorFailureContract {

    ServiceNowFailureTest() {
        super(new ServiceNowUnderTest(false));
    }
}
