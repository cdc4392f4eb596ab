package io.recordsync.connectors.database;

import io.recordsync.connectors.TwoWayContract;

class PostgreSqlTwoWayTest extends TwoWayContract {

    PostgreSqlTwoWayTest() {
        super(new DatabaseUnderTest(Servers::postgreSql, Names.PLAIN.markingDeletes("deleted_at")));
    }
}
