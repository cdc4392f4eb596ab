package io.recordsync.store;

import java.time.Duration;
import java.util.Locale;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the tables of the store up to date. */
public final class SchemaMigration {

    private SchemaMigration() {}

    /**
     * Brings the tables up to date. Several processes may call this at once: one does it, and the others wait for it.
     *
     * @param dataSource its connections have no socket timeout that is shorter than a migration may take
     * @param forLocks the longest time that a statement waits for others to finish using a table. All later statements
     *     on that table wait meanwhile, so this should be short
     * @param forOthers the longest wait for another process that does the same
     * @throws org.flywaydb.core.api.FlywayException if it fails; the tables are then in the state after the last
     *     successful migration
     */
    public static void migrate(DataSource dataSource, Duration forLocks, Duration forOthers) {
        Flyway.configure(Store.class.getClassLoader())
                .dataSource(dataSource)
                .failOnMissingLocations(true)
                .initSql(String.format(Locale.ROOT, "set lock_timeout = %d", forLocks.toMillis()))
                .lockRetryCount(Math.toIntExact(forOthers.toSeconds()))
                .load()
                .migrate();
    }
}
