package io.recordsync.connectors.database;

import io.recordsync.connectors.TwoWayContract;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(value = "io.recordsync.connectors.database.Servers#hasMariaDb", disabledReason = "mariadbd is not installed")
class MariaDbTwoWayTest extends TwoWayContract {

    MariaDbTwoWayTest() {
        super(new DatabaseUnderTest(Servers::mariaDb, Names.PLAIN));
    }
}
