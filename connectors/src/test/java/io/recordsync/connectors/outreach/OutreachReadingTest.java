package io.recordsync.connectors.outreach;

import io.recordsync.connectors.ReadingContract;

class OutreachReadingTest extends ReadingContract {

    OutreachReadingTest() {
        super(new OutreachUnderTest());
    }
}
