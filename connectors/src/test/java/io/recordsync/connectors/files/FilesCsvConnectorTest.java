package io.recordsync.connectors.files;

import io.recordsync.connectors.ConnectorContract;

class FilesCsvConnectorTest extends ConnectorContract {

    FilesCsvConnectorTest() {
        super(new FilesUnderTest("contacts.csv"));
    }
}
