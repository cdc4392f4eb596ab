package io.recordsync.connectors.outreach;

import io.recordsync.connectors.ConnectorFailureContract;

class OutreachFailureTest extends ConnectorFailureContract {

    OutreachFailureTest() {
        super(new OutreachUnderTest());
    }
}
