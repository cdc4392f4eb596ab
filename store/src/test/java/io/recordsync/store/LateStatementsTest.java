package io.recordsync.store;

import static io.recordsync.store.Events.R1;
import static io.recordsync.store.Ledger.CRM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.Deliveries;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The server may execute a statement after the process that sent it has given it up, and may commit a transaction after
 * a later one.
 */
@Timeout(120)
class LateStatementsTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    /** The common pool may have fewer threads than there are waiting statements. */
    private static final Executor OWN_THREADS = task -> Thread.ofVirtual().start(task);

    private final Store store = DATABASE.store();
    private final Ledger ledger = new Ledger(store);

    @BeforeEach
    void oneRecordIsDue() {
        ledger.accept(R1.create(1, Map.of("a", 1)));
        ledger.route(R1.key(), CRM);
    }

    @Test
    void aSettleThatIsCarriedOutLateHasNoEffectOnceTheDeliveryWasClaimedAgain() throws Exception {
        Claim.Granted first = ledger.granted(R1.key(), CRM);
        try (Connection holder = holdTheDelivery()) {
            CompletableFuture<Claim.Granted> second =
                    CompletableFuture.supplyAsync(() -> ledger.granted(R1.key(), CRM), OWN_THREADS);
            awaitBlocked(1);
            settleAndGiveUp(first);
            holder.commit();

            assertThat(second.get().fence()).isGreaterThan(first.fence());
        }
        awaitBlocked(0);
        assertThat(ledger.delivery(R1.key(), CRM).state()).isEqualTo(DeliveryState.DUE);
    }

    @Test
    void aSettleThatIsCarriedOutLateIsKnownToWhoeverClaimsAfterIt() throws Exception {
        Claim.Granted first = ledger.granted(R1.key(), CRM);
        try (Connection holder = holdTheDelivery()) {
            settleAndGiveUp(first);
            holder.commit();
        }
        awaitBlocked(0);

        Claim.Delivered known = ledger.granted(R1.key(), CRM).delivered();

        assertThat(known.state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(known.externalId()).contains("id");
    }

    @Test
    void aChangeThatIsCommittedAfterASweepIsFoundByTheNext() throws SQLException {
        ledger.apply(R1.key(), CRM);
        try (Connection late = DATABASE.pool().getConnection();
                Statement sql = late.createStatement()) {
            late.setAutoCommit(false);
            sql.execute("insert into image (tenant, entity, record_id, revision, changed_at) values ('default',"
                    + " 'contact', 'late', 1, now() - interval '1 hour')");
            assertThat(store.sweeps().takeOverdue(Duration.ofMinutes(1), 10)).isEmpty();
            late.commit();
        }

        assertThat(store.sweeps().takeOverdue(Duration.ofMinutes(1), 10))
                .containsOnlyKeys(new RecordKey("default", "contact", "late"));
    }

    /** Locks the row until the returned connection commits. */
    private static Connection holdTheDelivery() throws SQLException {
        Connection holder = DATABASE.pool().getConnection();
        holder.setAutoCommit(false);
        try (Statement sql = holder.createStatement()) {
            sql.execute("select from delivery for update");
        }
        return holder;
    }

    /** Settles in another process, which drops its connection while the server still executes the statement. */
    private static void settleAndGiveUp(Claim.Granted claim) throws SQLException {
        SingleConnectionDataSource other = new SingleConnectionDataSource(DATABASE.url(), true);
        Deliveries deliveries = new Deliveries(new Statements(other));
        int blocked = blocked();
        CompletableFuture<?> settled = CompletableFuture.supplyAsync(
                () -> deliveries.settle(List.of(Settlement.applied(claim, "hash", Optional.of("id")))), OWN_THREADS);
        awaitBlocked(blocked + 1);
        other.getConnection().abort(Runnable::run);
        assertThatThrownBy(settled::get).hasCauseInstanceOf(DataAccessException.class);
        assertThat(blocked()).isEqualTo(blocked + 1);
    }

    private static void awaitBlocked(int statements) {
        while (blocked() != statements) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private static int blocked() {
        return DATABASE.jdbc()
                .sql("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type"
                        + " = 'Lock'")
                .query(Integer.class)
                .single();
    }
}
