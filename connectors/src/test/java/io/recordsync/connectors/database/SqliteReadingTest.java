package io.recordsync.connectors.database;

import io.recordsync.connectors.ReadingContract;

class SqliteReadingTest extends ReadingContract {

    SqliteReadingTest() {
        super(new DatabaseUnderTest(Servers::sqlite, Names.PLAIN.markingDeletes("is_deleted")));
    }
}
