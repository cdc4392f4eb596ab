package io.recordsync.connectors.outreach;

import io.recordsync.connectors.TwoWayContract;

class OutreachTwoWayTest extends TwoWayContract {

    OutreachTwoWayTest() {
        super(new OutreachUnderTest());
    }
}
