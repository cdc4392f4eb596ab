package io.recordsync.connectors.files;

import io.recordsync.connectors.TwoWayContract;

class FilesJsonLinesTwoWayTest extends TwoWayContract {

    FilesJsonLinesTwoWayTest() {
        super(new FilesUnderTest("contacts.jsonl"));
    }
}
