package io.recordsync.connectors.servicenow;

import io.recordsync.connectors.ConnectorFailureContract;

class ServiceNowOAuthFailureTest extends ConnectorFailureContract {

    ServiceNowOAuthFailureTest() {
        super(new ServiceNowUnderTest(true));
    }
}
