package io.recordsync.connectors.servicenow;

import io.recordsync.connectors.ConnectorContract;

class ServiceNowOAuthConnectorTest extends ConnectorContract {

    ServiceNowOAuthConnectorTest() {
        super(new ServiceNowUnderTest(true));
    }
}
