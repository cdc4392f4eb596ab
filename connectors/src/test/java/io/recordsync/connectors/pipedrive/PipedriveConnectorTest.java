package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.ConnectorContract;

class PipedriveConnectorTest extends ConnectorContract {

    PipedriveConnectorTest() {
        super(new PipedriveUnderTest());
    }
}
