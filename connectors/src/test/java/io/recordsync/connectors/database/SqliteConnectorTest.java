package io.recordsync.connectors.database;

import io.recordsync.connectors.ConnectorContract;

class SqliteConnectorTest extends ConnectorContract {

    SqliteConnectorTest() {
        super(new DatabaseUnderTest(Servers::sqlite, Names.PLAIN.markingDeletes("is_deleted")));
    }
}
