package io.recordsync.connectors.servicenow;

import io.recordsync.connectors.TwoWayContract;

class ServiceNowTwoWayTest extends TwoWayContract {

    ServiceNowTwoWayTest() {
        super(new ServiceNowUnderTest(false));
    }
}
