package io.recordsync.connectors.database;

import io.recordsync.connectors.ConnectorContract;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(value = "io.recordsync.connectors.database.Servers#hasMariaDb", disabledReason = "mariadbd is not installed")
class MariaDbConnectorTest extends ConnectorContract {

    MariaDbConnectorTest() {
        super(new DatabaseUnderTest(Servers::mariaDb, Names.PLAIN));
    }
}
