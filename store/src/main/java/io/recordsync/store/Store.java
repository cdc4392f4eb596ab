package io.recordsync.store;

import io.recordsync.store.account.AccountIdStore;
import io.recordsync.store.account.CredentialStore;
import io.recordsync.store.account.PermitStore;
import io.recordsync.store.counterpart.ConflictStore;
import io.recordsync.store.counterpart.CounterpartStore;
import io.recordsync.store.counterpart.HashKeyStore;
import io.recordsync.store.counterpart.MatchKeyStore;
import io.recordsync.store.counterpart.ReadAgainStore;
import io.recordsync.store.delivery.Backlog;
import io.recordsync.store.delivery.BulkJobStore;
import io.recordsync.store.delivery.Deliveries;
import io.recordsync.store.delivery.ParkedDeliveries;
import io.recordsync.store.delivery.ReroutingStore;
import io.recordsync.store.delivery.Routing;
import io.recordsync.store.delivery.RowLinks;
import io.recordsync.store.delivery.Standings;
import io.recordsync.store.delivery.SweepStore;
import io.recordsync.store.delivery.TwoWayDeliveries;
import io.recordsync.store.ledger.Acceptance;
import io.recordsync.store.ledger.DeadLetterLog;
import io.recordsync.store.ledger.FieldHashes;
import io.recordsync.store.process.CircuitStore;
import io.recordsync.store.process.ProcessStore;
import io.recordsync.store.process.SystemCards;
import io.recordsync.store.reading.DeleteStores;
import io.recordsync.store.reading.EarlierDeliveries;
import io.recordsync.store.reading.ExpiredRows;
import io.recordsync.store.reading.PushStore;
import io.recordsync.store.reading.ReaderSettingsStore;
import io.recordsync.store.reading.ReaderStore;
import io.recordsync.store.reading.RunStore;
import io.recordsync.store.sql.Statements;
import io.recordsync.store.sql.Transactions;
import io.recordsync.store.status.DeliveryPages;
import io.recordsync.store.status.LedgerReader;
import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.util.function.SingletonSupplier;

/**
 * All data in PostgreSQL, by their use.
 *
 * @param acceptance accepts changes
 * @param routing notes which deliveries are due
 * @param parked the deliveries that are parked
 * @param deliveries claims and settles deliveries
 * @param jobs the systems' own jobs that are not known to be over
 * @param twoWay deliveries to the systems that are read
 * @param backlog how much work is not done yet
 * @param sweeps the records that were not routed or delivered in time
 * @param rerouting the records that other rules have routed
 * @param ledger answers questions about the ledger
 * @param deliveryPages lists deliveries
 * @param permits hands out permits for the calls that accounts allow
 * @param circuits the open circuits
 * @param processes the live processes
 * @param credentials stores the secrets that systems change
 * @param accountIds the ids by which vendors name their accounts
 * @param systems what workers say of their systems
 * @param deadLetters the events that did not become a change
 * @param standings how deliveries stand while rows are judged
 * @param counterparts what the systems that are read hold
 * @param rowLinks which record a row is, as a person says
 * @param conflicts the values of which neither goes to the other side, and those that gave way
 * @param matchKeys by which values records are recognised
 * @param readers the states of the readers of systems
 * @param readerSettings what people have set for readers
 * @param runs what the readers do and did
 * @param pushes the runs that make due what a system lacks
 * @param earlier links rows to the records that were given to a system before it was read
 * @param readAgain the rows that are to be read again by their ids
 * @param deletes what people delete in the systems that are read
 * @param expired removes what nobody needs any more
 * @param hashes by which values are recognised that are not kept; read once
 */
public record Store(
        Acceptance acceptance,
        Routing routing,
        ParkedDeliveries parked,
        Deliveries deliveries,
        BulkJobStore jobs,
        TwoWayDeliveries twoWay,
        Backlog backlog,
        SweepStore sweeps,
        ReroutingStore rerouting,
        LedgerReader ledger,
        DeliveryPages deliveryPages,
        PermitStore permits,
        CircuitStore circuits,
        ProcessStore processes,
        CredentialStore credentials,
        AccountIdStore accountIds,
        SystemCards systems,
        DeadLetterLog deadLetters,
        Standings standings,
        CounterpartStore counterparts,
        RowLinks rowLinks,
        ConflictStore conflicts,
        MatchKeyStore matchKeys,
        ReaderStore readers,
        ReaderSettingsStore readerSettings,
        RunStore runs,
        PushStore pushes,
        EarlierDeliveries earlier,
        ReadAgainStore readAgain,
        DeleteStores deletes,
        ExpiredRows expired,
        Supplier<FieldHashes> hashes) {

    private static final Duration FOR_LOCKS = Duration.ofSeconds(10);
    private static final Duration FOR_OTHERS = Duration.ofMinutes(1);

    /**
     * Brings the tables up to date through the same connections, and opens the store. For use where no statement of a
     * migration takes long.
     */
    public static Store open(DataSource dataSource) {
        SchemaMigration.migrate(dataSource, FOR_LOCKS, FOR_OTHERS);
        return on(dataSource);
    }

    /**
     * Opens the store on tables that are up to date.
     *
     * <p>While the database is unavailable, the methods that need it fail with a
     * {@link org.springframework.dao.DataAccessException} as soon as the data source's own timeouts end. The data
     * source therefore needs a connection timeout, and a socket timeout for a server that does not answer.
     *
     * @param dataSource connections to PostgreSQL
     */
    public static Store on(DataSource dataSource) {
        return on(new Statements(dataSource), new Transactions(dataSource));
    }

    private static Store on(Statements statements, Transactions transactions) {
        ReaderStore readers = new ReaderStore(statements);
        RunStore runs = new RunStore(statements, transactions, readers);
        Supplier<FieldHashes> hashes = SingletonSupplier.of(new HashKeyStore(statements)::hashes);
        Acceptance acceptance = new Acceptance(statements, transactions, hashes);
        return new Store(
                acceptance,
                new Routing(statements, transactions),
                new ParkedDeliveries(statements),
                new Deliveries(statements),
                new BulkJobStore(statements),
                new TwoWayDeliveries(statements, transactions),
                new Backlog(statements),
                new SweepStore(statements),
                new ReroutingStore(statements, transactions),
                new LedgerReader(statements, transactions),
                new DeliveryPages(statements),
                new PermitStore(statements, transactions),
                new CircuitStore(statements, transactions),
                new ProcessStore(statements),
                new CredentialStore(statements),
                new AccountIdStore(statements),
                new SystemCards(statements),
                new DeadLetterLog(statements),
                new Standings(statements),
                new CounterpartStore(statements),
                new RowLinks(statements, acceptance),
                new ConflictStore(statements),
                new MatchKeyStore(statements),
                readers,
                new ReaderSettingsStore(statements),
                runs,
                new PushStore(statements, transactions, runs),
                new EarlierDeliveries(statements),
                new ReadAgainStore(statements),
                DeleteStores.on(statements),
                new ExpiredRows(statements),
                hashes);
    }
}
