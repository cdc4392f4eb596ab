package io.recordsync.connectors.servicenow;

import io.recordsync.connectors.ConnectorContract;

class ServiceNowConnectorTest extends ConnectorContract {

    ServiceNowConnectorTest() {
        super(new ServiceNowUnderTest(false));
    }
}
