package io.recordsync.connectors.files;

import io.recordsync.connectors.TwoWayContract;

class FilesCsvTwoWayTest extends TwoWayContract {

    FilesCsvTwoWayTest() {
        super(new FilesUnderTest("contacts.csv"));
    }
}
