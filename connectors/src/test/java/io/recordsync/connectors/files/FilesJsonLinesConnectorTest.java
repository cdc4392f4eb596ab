package io.recordsync.connectors.files;

import io.recordsync.connectors.ConnectorContract;

class FilesJsonLinesConnectorTest extends ConnectorContract {

    FilesJsonLinesConnectorTest() {
        super(new FilesUnderTest("contacts.jsonl"));
    }
}
