package io.recordsync.connectors.database;

import io.recordsync.connectors.ReadingContract;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(value = "io.recordsync.connectors.database.Servers#hasMariaDb", disabledReason = "mariadbd is not installed")
class MariaDbReadingTest extends ReadingContract {

    MariaDbReadingTest() {
        super(new DatabaseUnderTest(Servers::mariaDb, Names.PLAIN));
    }
}
