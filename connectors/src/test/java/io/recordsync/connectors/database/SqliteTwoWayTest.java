package io.recordsync.connectors.database;

import io.recordsync.connectors.TwoWayContract;

class SqliteTwoWayTest extends TwoWayContract {

    SqliteTwoWayTest() {
        super(new DatabaseUnderTest(Servers::sqlite, Names.PLAIN.markingDeletes("is_deleted")));
    }
}
