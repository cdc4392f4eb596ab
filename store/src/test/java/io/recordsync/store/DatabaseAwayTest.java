package io.recordsync.store;

import static io.recordsync.store.Events.R1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.recordsync.postgres.PrivatePostgres;
import io.recordsync.store.account.PermitStore.Limit;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.Deliveries.Release;
import io.recordsync.store.delivery.Routing.Routed;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.DeadLetterLog.Letter;
import io.recordsync.store.ledger.RecordKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;

@Timeout(120)
class DatabaseAwayTest {

    private static final List<Limit> LIMITS = List.of(new Limit(1000, Duration.ofSeconds(1)));

    @Test
    void everyUseFailsWithinThePoolsPatienceAndWorksAgainWhenItIsBack(@TempDir Path data) throws IOException {
        PrivatePostgres first = start(data, 0);
        try (HikariDataSource pool = pool(first)) {
            Store store = Store.open(pool);
            Map<String, ThrowingCallable> uses = uses(store);
            uses.forEach((name, use) -> assertThatCode(use).as(name).doesNotThrowAnyException());

            first.close();
            uses.forEach((name, use) -> assertThatThrownBy(use).as(name).isInstanceOf(DataAccessException.class));

            try (PrivatePostgres again = start(data, first.port())) {
                assertThat(again.port()).isEqualTo(first.port());
                awaitConnection(store);
                uses.forEach((name, use) -> assertThatCode(use).as(name).doesNotThrowAnyException());
            }
        }
    }

    /**
     * Repeats a query until the pool has a connection again. Each query waits for the pool's next attempt to connect.
     */
    private static void awaitConnection(Store store) {
        for (int tries = 0; tries < 100; tries++) {
            try {
                store.backlog().unsettled();
                return;
            } catch (DataAccessException notYet) {
                assertThat(notYet).hasMessageContaining("Connection");
            }
        }
    }

    private static Map<String, ThrowingCallable> uses(Store store) {
        RecordKey key = R1.key();
        Ledger ledger = new Ledger(store);
        Change change = R1.create(1, Map.of("a", 1));
        ledger.accept(change);
        Claim.Granted claim = ledger.granted(key, "hubspot");
        Map<String, ThrowingCallable> uses = new LinkedHashMap<>();
        uses.put("accept", () -> ledger.accept(change));
        uses.put("candidates", () -> store.routing().candidates(List.of(key)));
        uses.put("routed", () -> store.routing().routed(List.of(new Routed(key, 1, List.of("hubspot"))), Ledger.RULES));
        uses.put("claim", () -> ledger.claim(key, "salesforce", "owner"));
        uses.put("settle", () -> ledger.settle(Settlement.unchanged(claim)));
        uses.put("release", () -> store.deliveries().release(claim, Release.waiting(Duration.ZERO)));
        uses.put("skip", () -> store.deliveries().skip(key, "hubspot"));
        uses.put("unsettled", store.backlog()::unsettled);
        uses.put("takeOverdue", () -> store.sweeps().takeOverdue(Duration.ZERO, 1));
        uses.put("status", () -> store.ledger().status(key));
        uses.put("outcomes", store.ledger()::outcomes);
        uses.put("deliveriesBySystem", () -> store.ledger().counts(Duration.ofSeconds(5)));
        uses.put("deliveryPages", ledger::parked);
        uses.put("newestDoor", () -> store.ledger().newestDoor(key));
        uses.put("permit of a window", () -> store.permits().take("a", LIMITS, OptionalLong.empty(), 1));
        uses.put("permit of a day", () -> store.permits().take("a", List.of(), OptionalLong.of(1000), 1));
        uses.put("callsInLastDay", store.permits()::callsInLastDay);
        uses.put("open a circuit", () -> store.circuits().open("w", "default", "hubspot", "down", "e"));
        uses.put("close a circuit", () -> store.circuits().close("w", "default", "hubspot"));
        uses.put("open circuits", store.circuits()::open);
        uses.put("heartbeat", () -> store.processes().heartbeat("w"));
        uses.put(
                "note that a dead letter is published",
                () -> store.deadLetters().published(List.of("door")));
        uses.put(
                "log a dead letter",
                () -> store.deadLetters().log(List.of(new Letter("door", "hash", "e", "not JSON"))));
        return uses;
    }

    private static PrivatePostgres start(Path data, int port) throws IOException {
        return PrivatePostgres.start(settings ->
                settings.setDataDirectory(data).setCleanDataDirectory(false).setPort(port));
    }

    private static HikariDataSource pool(PrivatePostgres postgres) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.url("postgres"));
        config.setMaximumPoolSize(2);
        config.setConnectionTimeout(250);
        config.setValidationTimeout(250);
        return new HikariDataSource(config);
    }
}
