package io.recordsync.connectors.hubspot;

import io.recordsync.connectors.ConnectorFailureContract;

class HubSpotFailureTest extends ConnectorFailureContract {

    HubSpotFailureTest() {
        super(new HubSpotUnderTest("v3"));
    }
}
