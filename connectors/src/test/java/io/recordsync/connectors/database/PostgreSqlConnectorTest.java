package io.recordsync.connectors.database;

import io.recordsync.connectors.ConnectorContract;

class PostgreSqlConnectorTest extends ConnectorContract {

    PostgreSqlConnectorTest() {
        super(new DatabaseUnderTest(Servers::postgreSql, Names.ODD));
    }
}
