package io.recordsync.connectors.hubspot;

import io.recordsync.connectors.TwoWayContract;

class HubSpotTwoWayTest extends TwoWayContract {

    HubSpotTwoWayTest() {
        super(new HubSpotUnderTest("v3"));
    }
}
