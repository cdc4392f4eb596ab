package io.recordsync.connectors.database;

import io.recordsync.connectors.ReadingContract;

class PostgreSqlReadingTest extends ReadingContract {

    PostgreSqlReadingTest() {
        super(new DatabaseUnderTest(Servers::postgreSql, Names.ODD));
    }
}
