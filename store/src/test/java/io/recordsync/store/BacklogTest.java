package io.recordsync.store;

import static io.recordsync.store.Ledger.CRM;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.delivery.Backlog;
import io.recordsync.store.delivery.Backlog.Share;
import io.recordsync.store.delivery.Deliveries.Release;
import io.recordsync.store.delivery.SweepStore;
import io.recordsync.store.delivery.SweepStore.Stretch;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.process.ProcessStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final SweepStore sweeps = DATABASE.store().sweeps();

    @Test
    void whatIsAcceptedIsUnsettledUntilItIsDelivered() {
        assertUnsettled(0, 0);
        accept();
        assertUnsettled(10, 0);
        KEYS.forEach(key -> ledger.route(key, CRM, "hubspot"));
        assertUnsettled(20, 0);
        KEYS.forEach(key -> ledger.apply(key, CRM));
        ledger.park(KEYS.getFirst(), "hubspot");
        assertUnsettled(9, 0);
    }

    @Test
    void whatWaitsForAnOpenCircuitIsCountedApart() {
        accept();
        KEYS.forEach(key -> ledger.route(key, CRM, "hubspot"));
        open("*", CRM);
        assertUnsettled(10, 10);
        open("default", CRM);
        assertUnsettled(10, 10);
        ledger.store().circuits().close(Database.WORKER, "*", CRM);
        assertUnsettled(10, 10);
        open("another", "hubspot");
        assertThat(backlog.unsettled().waiting()).isEqualTo(10);
    }

    /**
     * Otherwise twenty deliveries to an account that has used its daily quota would send all changes to the chunk lane
     * until the next day.
     */
    @Test
    void whatWaitsLongForItsNextAttemptIsCountedApartAndWhatIsTriedAgainSoonIsNot() {
        accept();
        KEYS.forEach(key -> ledger.route(key, CRM));
        await(KEYS.get(0), Duration.ofSeconds(30));
        await(KEYS.get(1), Duration.ofHours(6));
        await(KEYS.get(2), Duration.ofHours(6));
        assertUnsettled(8, 2);
        open("default", CRM);
        assertUnsettled(0, 10);
    }

    @Test
    void whatNobodyServesWaits() {
        accept();
        KEYS.forEach(key -> ledger.route(key, CRM, "outreach"));
        assertUnsettled(10, 10);
        assertThat(backlog.unsettled().shares())
                .containsExactlyInAnyOrder(
                        new Share(CRM, "default", 10, 0, true, false),
                        new Share("outreach", "default", 10, 0, false, false));
        ledger.store().processes().register("w-2", worker("outreach", List.of()));
        assertUnsettled(20, 0);
        ledger.store().processes().end("w-2");
        assertUnsettled(10, 10);
    }

    @Test
    void thoseAreAbleThatAreServedByRulesThatNameThemAndWhoseCircuitIsClosed() {
        ledger.store().processes().register("w-2", worker("outreach", List.of("outreach")));
        assertThat(backlog.unsettled().able()).containsOnly(CRM, "hubspot");
        open("*", CRM);
        open("default", "hubspot");
        assertThat(backlog.unsettled().able()).containsOnly("hubspot");
    }

    @Test
    void tenantsAreCounted() {
        assertThat(backlog.tenants(10)).isZero();
        accept();
        List<String> others = List.of("acme", "zeta");
        others.forEach(tenant ->
                ledger.accept(new Events(new RecordKey(tenant, "contact", "r1"), "crm").create(1, Map.of("a", 1))));
        assertThat(backlog.tenants(10)).isEqualTo(3);
        assertThat(backlog.tenants(2)).isEqualTo(2);
    }

    @Test
    void whatNobodyServesIsNotOverdue() {
        accept();
        KEYS.forEach(key -> ledger.route(key, "outreach"));
        changedLongAgo();
        assertThat(sweeps.takeOverdue(SINCE, 100)).isEmpty();
    }

    @Test
    void whatIsFreshIsNotOverdue() {
        accept();
        assertThat(sweeps.takeOverdue(SINCE, 100)).isEmpty();
    }

    @Test
    void whatIsOverdueIsHandedOutOnceInItsTimeAndNoMoreThanAskedFor() {
        accept();
        KEYS.subList(0, 6).forEach(key -> ledger.route(key, CRM, "hubspot"));
        changedLongAgo();
        Set<RecordKey> taken = new HashSet<>();
        for (int sweep = 0; sweep < 20; sweep++) {
            Set<RecordKey> some = sweeps.takeOverdue(SINCE, 3).keySet();
            assertThat(some).hasSizeLessThanOrEqualTo(3).allMatch(taken::add, "handed out for the first time");
        }
        assertThat(taken).containsExactlyInAnyOrderElementsOf(KEYS);
        nudgedLongAgo();
        assertThat(sweeps.takeOverdue(SINCE, 100))
                .containsOnlyKeys(KEYS)
                .allSatisfy((key, revision) -> assertThat(revision).isOne());
    }

    @Test
    void whatIsSettledIsNotOverdue() {
        accept();
        KEYS.forEach(key -> ledger.route(key, CRM));
        KEYS.forEach(key -> ledger.park(key, CRM));
        changedLongAgo();
        assertThat(sweeps.takeOverdue(SINCE, 100)).isEmpty();
    }

    @Test
    void whatIsLeasedOrWaitsForItsNextAttemptOrForACircuitOrIsJustDueIsNotOverdue() {
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
        assertThat(sweeps.takeOverdue(SINCE, 100)).isEmpty();
        ledger.store().circuits().close(Database.WORKER, "default", CRM);
        assertThat(sweeps.takeOverdue(SINCE, 100)).hasSize(7).doesNotContainKeys(leased, waiting, due);
    }

    private void assertUnsettled(long working, long waiting) {
        assertThat(backlog.unsettled().working()).isEqualTo(working);
        assertThat(backlog.unsettled().waiting()).isEqualTo(waiting);
    }

    private static ProcessStore.Description worker(String system, List<String> unnamed) {
        return new ProcessStore.Description("worker", "test", List.of(system), unnamed, Optional.empty());
    }

    /** There may be more unrouted records than anybody takes in hours. */
    @Test
    void recordsThatAreNotRoutedDoNotKeepDeliveriesThatAreDueFromTheirTurn() {
        accept();
        List<RecordKey> routed = KEYS.subList(0, 5);
        routed.forEach(key -> ledger.route(key, CRM));
        changedLongAgo();
        Set<RecordKey> taken = sweeps.takeOverdue(SINCE, 4).keySet();
        assertThat(taken).hasSize(4);
        assertThat(taken).filteredOn(routed::contains).hasSize(2);
    }

    @Test
    void aLookAtAllRecordsFindsWhatIsNotSettledAndWhatIsParkedWhoeverWorksOnIt() {
        accept();
        RecordKey settled = KEYS.get(0);
        RecordKey skipped = KEYS.get(1);
        RecordKey parked = KEYS.get(2);
        RecordKey parkedAndDue = KEYS.get(3);
        RecordKey leased = KEYS.get(4);
        RecordKey waiting = KEYS.get(5);
        KEYS.subList(0, 7).forEach(key -> ledger.route(key, CRM));
        ledger.apply(settled, CRM);
        ledger.park(skipped, CRM);
        ledger.store().deliveries().skip(skipped, CRM);
        ledger.park(parked, CRM);
        ledger.park(parkedAndDue, CRM);
        ledger.route(parkedAndDue, CRM, "hubspot");
        ledger.granted(leased, CRM);
        await(waiting, Duration.ofHours(6));
        Stretch all = sweeps.stretch(Optional.empty(), 100);
        assertThat(all.looked()).isEqualTo(10);
        assertThat(all.parked()).containsOnlyKeys(parked, parkedAndDue);
        assertThat(all.unsettled()).containsOnlyKeys(KEYS.subList(4, 10));
        assertThat(all.unsettled())
                .allSatisfy((key, revision) -> assertThat(revision).isOne());
    }

    @Test
    void stretchesTogetherAreEachRecordOnce() {
        accept();
        List<RecordKey> found = new ArrayList<>();
        Optional<RecordKey> last = Optional.empty();
        do {
            Stretch stretch = sweeps.stretch(last, 3);
            found.addAll(stretch.unsettled().keySet());
            last = stretch.last();
        } while (last.isPresent());
        assertThat(found).containsExactlyElementsOf(KEYS);
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
        ledger.store().circuits().open(Database.WORKER, tenant, system, "down", "e-1");
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
