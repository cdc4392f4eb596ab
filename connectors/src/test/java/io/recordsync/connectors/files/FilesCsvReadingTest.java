package io.recordsync.connectors.files;

import io.recordsync.connectors.ReadingContract;

class FilesCsvReadingTest extends ReadingContract {

    FilesCsvReadingTest() {
        super(new FilesUnderTest("contacts.csv"));
    }
}
