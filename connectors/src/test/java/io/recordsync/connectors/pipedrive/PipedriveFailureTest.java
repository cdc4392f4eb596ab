package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.ConnectorFailureContract;

class PipedriveFailureTest extends ConnectorFailureContract {

    PipedriveFailureTest() {
        super(new PipedriveUnderTest());
    }
}
