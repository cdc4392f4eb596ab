package io.recordsync.connectors.database;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A kind of database server, for tests that hold for each of them. */
enum Server {
    POSTGRESQL,
    SQLITE,
    MARIADB;

    String url() {
        assumeTrue(this != MARIADB || Servers.hasMariaDb(), "mariadbd is not installed");
        return switch (this) {
            case POSTGRESQL -> Servers.postgreSql();
            case SQLITE -> Servers.sqlite();
            case MARIADB -> Servers.mariaDb();
        };
    }

    TestDatabase start(Names names) {
        return new TestDatabase(url(), names);
    }
}
