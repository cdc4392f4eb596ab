package io.recordsync.store;

import java.time.Duration;
import javax.sql.DataSource;

/**
 * All that PostgreSQL holds, by what is done with it.
 *
 * @param acceptance takes changes in
 * @param routing notes which deliveries are due
 * @param deliveries claims and settles them
 * @param backlog what is still to be done
 * @param ledger answers questions
 * @param deliveryPages lists deliveries
 * @param permits hands out the calls that accounts allow
 * @param circuits which circuits are open
 * @param processes which processes live
 * @param credentials keeps the secrets that systems change
 * @param systems what workers say of their systems
 * @param deadLetters events that never became a change
 */
public record Store(
        Acceptance acceptance,
        Routing routing,
        Deliveries deliveries,
        Backlog backlog,
        LedgerReader ledger,
        DeliveryPages deliveryPages,
        PermitStore permits,
        CircuitStore circuits,
        ProcessStore processes,
        CredentialStore credentials,
        SystemCards systems,
        DeadLetterLog deadLetters) {

    private static final Duration FOR_LOCKS = Duration.ofSeconds(10);
    private static final Duration FOR_OTHERS = Duration.ofMinutes(1);

    /** Brings the tables up to date through the same connections, and opens the store: where no statement of a migration takes long. */
    public static Store open(DataSource dataSource) {
        Schema.migrate(dataSource, FOR_LOCKS, FOR_OTHERS);
        return on(dataSource);
    }

    /**
     * Opens the store on tables that are up to date.
     *
     * <p>Whatever a method of the store needs the database for fails with a {@link org.springframework.dao.DataAccessException} while it is
     * away, as soon as the data source's own timeouts say so: it wants a connection timeout, and a socket timeout for a server that hangs.
     *
     * @param dataSource of PostgreSQL
     */
    public static Store on(DataSource dataSource) {
        Statements statements = new Statements(dataSource);
        Transactions transactions = new Transactions(dataSource);
        return new Store(
                new Acceptance(statements, transactions),
                new Routing(statements, transactions),
                new Deliveries(statements),
                new Backlog(statements),
                new LedgerReader(statements, transactions),
                new DeliveryPages(statements),
                new PermitStore(statements, transactions),
                new CircuitStore(statements, transactions),
                new ProcessStore(statements),
                new CredentialStore(statements),
                new SystemCards(statements),
                new DeadLetterLog(statements));
    }
}
