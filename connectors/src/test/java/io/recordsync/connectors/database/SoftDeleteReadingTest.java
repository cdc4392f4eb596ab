package io.recordsync.connectors.database;

import io.recordsync.connectors.ReadingContract;

class SoftDeleteReadingTest extends ReadingContract {

    SoftDeleteReadingTest() {
        super(new DatabaseUnderTest(Servers::postgreSql, Names.PLAIN.markingDeletes("deleted_at")));
    }
}
