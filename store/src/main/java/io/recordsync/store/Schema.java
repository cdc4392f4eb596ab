package io.recordsync.store;

import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The tables of the store, and how they come up to date. */
public final class Schema {

    private Schema() {}

    /**
     * Brings the tables up to date. Several processes may do so at once: one does it, and the others wait for it.
     *
     * @param dataSource of connections without a socket timeout that is shorter than a migration may take
     * @param forLocks how long a statement waits at most for others' use of a table to end. Meanwhile all wait that come after it: so it should be short
     * @param forOthers how long to wait for another process that is about it
     * @throws org.flywaydb.core.api.FlywayException if it fails; the tables are then as after the last migration that succeeded
     */
    public static void migrate(DataSource dataSource, Duration forLocks, Duration forOthers) {
        Flyway.configure(Store.class.getClassLoader())
                .dataSource(dataSource)
                .failOnMissingLocations(true)
                .initSql("set lock_timeout = %d".formatted(forLocks.toMillis()))
                .lockRetryCount(Math.toIntExact(forOthers.toSeconds()))
                .load()
                .migrate();
    }
}
