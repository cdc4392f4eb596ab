package io.recordsync.connectors.hubspot;

import io.recordsync.connectors.ConnectorContract;

class HubSpotConnectorTest extends ConnectorContract {

    HubSpotConnectorTest() {
        super(new HubSpotUnderTest("v3"));
    }
}
