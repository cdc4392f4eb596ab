package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.ReadingContract;

class PipedriveReadingTest extends ReadingContract {

    PipedriveReadingTest() {
        super(new PipedriveUnderTest());
    }
}
