package io.recordsync.store;

import java.time.InstantSource;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * All that PostgreSQL holds, by what is done with it.
 *
 * @param acceptance takes changes in
 * @param routing notes which deliveries are due
 * @param deliveries claims and settles them
 * @param backlog what is still to be done
 * @param ledger answers questions
 * @param permits hands out the calls that accounts allow
 * @param circuits which circuits are open
 * @param deadLetters events that never became a change
 */
public record Store(
        Acceptance acceptance,
        Routing routing,
        Deliveries deliveries,
        Backlog backlog,
        LedgerReader ledger,
        PermitStore permits,
        CircuitStore circuits,
        DeadLetterLog deadLetters) {

    /** Brings the schema up to date, and opens it. Several processes may do so at once. */
    public static Store open(DataSource dataSource) {
        Flyway.configure(Store.class.getClassLoader())
                .dataSource(dataSource)
                .failOnMissingLocations(true)
                .load()
                .migrate();
        JdbcClient jdbc = JdbcClient.create(new FreshlyPlanned(dataSource));
        Transactions transactions = new Transactions(dataSource);
        return new Store(
                new Acceptance(jdbc, transactions),
                new Routing(jdbc, transactions),
                new Deliveries(jdbc),
                new Backlog(jdbc),
                new LedgerReader(jdbc),
                new PermitStore(dataSource, new CallCounts(jdbc, transactions), InstantSource.system()),
                new CircuitStore(jdbc),
                new DeadLetterLog(jdbc));
    }
}
