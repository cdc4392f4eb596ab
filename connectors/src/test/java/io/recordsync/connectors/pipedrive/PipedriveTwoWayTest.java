package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.TwoWayContract;

class PipedriveTwoWayTest extends TwoWayContract {

    PipedriveTwoWayTest() {
        super(new PipedriveUnderTest());
    }
}
