package io.recordsync.store;

import static io.recordsync.store.Ledger.CRM;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.Backlog.Unsettled;
import io.recordsync.store.Deliveries.Release;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BacklogTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    private static final Duration SINCE = Duration.ofMinutes(2);
    private static final List<RecordKey> KEYS =
            IntStream.range(0, 10).mapToObj(n -> Events.of("r" + n).key()).toList();

    private final Ledger ledger = new Ledger(DATABASE.store());
    private final Backlog backlog = DATABASE.store().backlog();

    @Test
    void whatIsAcceptedIsUnsettledUntilItIsDelivered() {
        assertThat(backlog.unsettled()).isEqualTo(new Unsettled(0, 0));
        accept();
        assertThat(backlog.unsettled()).isEqualTo(new Unsettled(10, 0));
        KEYS.forEach(key -> ledger.route(key, CRM, "hubspot"));
        assertThat(backlog.unsettled()).isEqualTo(new Unsettled(20, 0));
        KEYS.forEach(key -> ledger.apply(key, CRM));
        ledger.park(KEYS.getFirst(), "hubspot");
        assertThat(backlog.unsettled()).isEqualTo(new Unsettled(9, 0));
    }

    @Test
    void whatWaitsForAnOpenCircuitIsCountedApart() {
        accept();
        KEYS.forEach(key -> ledger.route(key, CRM, "hubspot"));
        open("*", CRM);
        assertThat(backlog.unsettled()).isEqualTo(new Unsettled(10, 10));
        open("default", CRM);
        assertThat(backlog.unsettled()).isEqualTo(new Unsettled(10, 10));
        ledger.store().circuits().close("*", CRM);
        assertThat(backlog.unsettled()).isEqualTo(new Unsettled(10, 10));
        open("another", "hubspot");
        assertThat(backlog.unsettled().waiting()).isEqualTo(10);
    }

    /** Twenty for an account whose day is spent would else make every change go by chunks until the next day. */
    @Test
    void whatWaitsLongForItsNextAttemptIsCountedApartAndWhatIsTriedAgainSoonIsNot() {
        accept();
        KEYS.forEach(key -> ledger.route(key, CRM));
        await(KEYS.get(0), Duration.ofSeconds(30));
        await(KEYS.get(1), Duration.ofHours(6));
        await(KEYS.get(2), Duration.ofHours(6));
        assertThat(backlog.unsettled()).isEqualTo(new Unsettled(8, 2));
        open("default", CRM);
        assertThat(backlog.unsettled()).isEqualTo(new Unsettled(0, 10));
    }

    @Test
    void whatIsFreshIsNotLeftLying() {
        accept();
        assertThat(backlog.takeLeftLying(SINCE, 100)).isEmpty();
    }

    @Test
    void whatIsLeftLyingIsHandedOutOnceInItsTimeAndNoMoreThanAskedFor() {
        accept();
        KEYS.subList(0, 6).forEach(key -> ledger.route(key, CRM, "hubspot"));
        changedLongAgo();
        Set<RecordKey> taken = new HashSet<>();
        for (int sweep = 0; sweep < 20; sweep++) {
            Set<RecordKey> some = backlog.takeLeftLying(SINCE, 3).keySet();
            assertThat(some).hasSizeLessThanOrEqualTo(3).allMatch(taken::add, "handed out for the first time");
        }
        assertThat(taken).containsExactlyInAnyOrderElementsOf(KEYS);
        nudgedLongAgo();
        assertThat(backlog.takeLeftLying(SINCE, 100))
                .containsOnlyKeys(KEYS)
                .allSatisfy((key, revision) -> assertThat(revision).isOne());
    }

    @Test
    void whatIsSettledIsNotLeftLying() {
        accept();
        KEYS.forEach(key -> ledger.route(key, CRM));
        KEYS.forEach(key -> ledger.park(key, CRM));
        changedLongAgo();
        assertThat(backlog.takeLeftLying(SINCE, 100)).isEmpty();
    }

    @Test
    void whatIsLeasedOrWaitsForItsNextAttemptOrForACircuitOrIsJustDueIsNotLeftLying() {
        accept();
        KEYS.forEach(key -> ledger.route(key, CRM));
        changedLongAgo();
        RecordKey leased = KEYS.get(1);
        RecordKey waiting = KEYS.get(2);
        ledger.granted(leased, CRM);
        await(waiting, Duration.ofMinutes(1));
        RecordKey due = KEYS.get(3);
        await(due, Duration.ofMillis(1));
        open("default", CRM);
        assertThat(backlog.takeLeftLying(SINCE, 100)).isEmpty();
        ledger.store().circuits().close("default", CRM);
        assertThat(backlog.takeLeftLying(SINCE, 100)).hasSize(7).doesNotContainKeys(leased, waiting, due);
    }

    private void accept() {
        ledger.store()
                .acceptance()
                .accept(KEYS.stream()
                        .map(key -> new Events(key, "crm").create(1, Map.of("a", 1)))
                        .toList());
    }

    private void await(RecordKey key, Duration delay) {
        ledger.store().deliveries().release(ledger.granted(key, CRM), Release.waiting(delay));
    }

    private void open(String tenant, String system) {
        ledger.store().circuits().open(tenant, system, "down", "e-1");
    }

    private static void changedLongAgo() {
        DATABASE.jdbc()
                .sql("update image set changed_at = now() - interval '3 minutes'")
                .update();
    }

    private static void nudgedLongAgo() {
        DATABASE.jdbc()
                .sql("update image set nudged_at = now() - interval '3 minutes'")
                .update();
    }
}
