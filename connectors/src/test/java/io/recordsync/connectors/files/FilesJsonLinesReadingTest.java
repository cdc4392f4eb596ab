package io.recordsync.connectors.files;

import io.recordsync.connectors.ReadingContract;

class FilesJsonLinesReadingTest extends ReadingContract {

    FilesJsonLinesReadingTest() {
        super(new FilesUnderTest("contacts.jsonl"));
    }
}
