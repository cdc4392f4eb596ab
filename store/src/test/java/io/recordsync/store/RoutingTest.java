package io.recordsync.store;

import static io.recordsync.store.Events.R1;
import static io.recordsync.store.Ledger.ERROR;
import static io.recordsync.store.Ledger.RULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.Deliveries.Release;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.delivery.ParkedDeliveries.Parked;
import io.recordsync.store.delivery.Routing;
import io.recordsync.store.delivery.Routing.Candidate;
import io.recordsync.store.delivery.Routing.Routed;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.ledger.RecordKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RoutingTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    private static final RecordKey KEY = R1.key();
    private static final String SALES = "salesforce";
    private static final String MARKETING = "hubspot";

    private Ledger ledger = new Ledger(DATABASE.store());

    @BeforeEach
    void oneRecord() {
        ledger = new Ledger(DATABASE.store());
        ledger.accept(R1.create(1, Map.of("a", 1)));
    }

    @Test
    void aRecordIsDueWhereItIsRoutedUntilItIsSettled() {
        assertThat(candidate().isDue(SALES)).isTrue();
        ledger.route(KEY, SALES, MARKETING);
        ledger.apply(KEY, SALES);
        assertThat(candidate().isDue(SALES)).isFalse();
        assertThat(candidate().isDue(MARKETING)).isTrue();
        assertThat(ledger.fates(KEY)).containsExactly("");
        ledger.apply(KEY, MARKETING);
        assertThat(ledger.fates(KEY)).containsExactly("applied");
    }

    @Test
    void aRoutingTellsOfWhichRecordsItNotesTheNewestRevisionFirst() {
        ledger.accept(Events.of("r2").create(1, Map.of("a", 1)));
        RecordKey other = Events.of("r2").key();
        ledger.accept(R1.patch(2, Map.of("a", 2)));
        List<Routed> older =
                List.of(new Routed(KEY, 1, List.of(SALES)), new Routed(other, 1, List.of(SALES, MARKETING)));
        List<Routed> newer = List.of(new Routed(KEY, 2, List.of()), new Routed(other, 1, List.of(SALES)));

        assertThat(newest(older)).containsExactly(other);
        assertThat(newest(newer)).containsExactly(KEY);
        assertThat(newest(older)).isEmpty();
    }

    private Set<RecordKey> newest(List<Routed> routed) {
        AtomicReference<Set<RecordKey>> told = new AtomicReference<>(Set.of());
        ledger.store().routing().routed(routed, RULES, told::set);
        return told.get();
    }

    @Test
    void aRecordThatDoesNotExistIsNoCandidate() {
        assertThat(ledger.store().routing().candidates(List.of(Events.of("none").key())))
                .isEmpty();
    }

    @Test
    void aSystemMayHoldTheRecordOnceSomebodyHasTriedTo() {
        ledger.route(KEY, SALES, MARKETING);
        assertThat(candidate().known()).isEmpty();
        Claim.Granted claim = ledger.granted(KEY, SALES);
        assertThat(candidate().known()).containsExactly(SALES);
        ledger.store().deliveries().release(claim, Release.waiting(Duration.ZERO));
        assertThat(candidate().known()).isEmpty();
        Release inDoubt = new Release(true, true, Duration.ZERO, Duration.ZERO, Optional.of(ERROR));
        ledger.store().deliveries().release(ledger.granted(KEY, SALES), inDoubt);
        assertThat(candidate().known()).containsExactly(SALES);
        ledger.apply(KEY, SALES);
        assertThat(candidate().known()).containsExactly(SALES);
        ledger.settle(Settlement.deleted(ledger.granted(KEY, SALES)));
        assertThat(candidate().known()).isEmpty();
    }

    @Test
    void aRecordThatNoRuleSendsAnywhereIsUnrouted() {
        ledger.route(KEY);
        assertThat(ledger.fates(KEY)).containsExactly("unrouted");
        assertThat(ledger.store().backlog().unsettled().total()).isZero();
    }

    @Test
    void anUnroutedRevisionStaysUnroutedWhateverComesLater() {
        ledger.route(KEY);
        ledger.accept(R1.snapshot(2, Map.of("a", 2)));
        ledger.route(KEY, SALES);
        ledger.park(KEY, SALES);
        assertThat(ledger.fates(KEY)).containsExactly("unrouted", "parked");
    }

    @Test
    void aDeliveryThatNeverHappenedIsUnroutedWhenTheRecordGoesElsewhere() {
        ledger.route(KEY, SALES);
        ledger.accept(R1.snapshot(2, Map.of("a", 2)));
        ledger.route(KEY, MARKETING);
        ledger.apply(KEY, MARKETING);
        assertThat(ledger.delivery(KEY, SALES).state()).isEqualTo(DeliveryState.UNROUTED);
        assertThat(ledger.store().backlog().unsettled().total()).isZero();
        assertThat(ledger.fates(KEY)).containsExactly("superseded", "applied");
    }

    @Test
    void aParkedDeliveryThatNeverHappenedIsUnroutedWhenTheRecordGoesElsewhere() {
        ledger.route(KEY, SALES);
        ledger.park(KEY, SALES);
        ledger.route(KEY, MARKETING);
        assertThat(ledger.delivery(KEY, SALES).state()).isEqualTo(DeliveryState.UNROUTED);
        assertThat(ledger.parked()).isEmpty();
        ledger.apply(KEY, MARKETING);
        assertThat(ledger.fates(KEY)).containsExactly("applied");
    }

    @Test
    void whoeverTakesADeliveryOutOfParkedLearnsOfIt() {
        ledger.route(KEY, SALES, MARKETING);
        ledger.park(KEY, SALES);

        assertThat(routed(MARKETING)).containsExactly(new Routing.Delivery(KEY, SALES));
        assertThat(routed(MARKETING)).isEmpty();
        assertThat(routed()).isEmpty();
    }

    @Test
    void aParkedDeliveryIsToldWithItsReason() {
        ledger.route(KEY, SALES, MARKETING);
        ledger.settle(Settlement.parked(ledger.granted(KEY, SALES), ERROR).withMayPass(false));
        ledger.park(KEY, MARKETING);

        assertThat(ledger.store().parked().of(KEY))
                .extracting(Parked::system, Parked::revision, Parked::error, Parked::mayPass)
                .containsExactly(tuple(MARKETING, 1L, ERROR, true), tuple(SALES, 1L, ERROR, false));
    }

    /** Whatever the rules say of the record now, the delivery that was due must be settled. */
    @Test
    void whatWasDueWhereTheRecordMayBeIsBehindUntilItIsSettled() {
        ledger.route(KEY, SALES);
        ledger.apply(KEY, SALES);
        ledger.accept(R1.snapshot(2, Map.of("a", 2)));
        ledger.route(KEY, SALES);
        ledger.accept(R1.snapshot(3, Map.of("a", 3)));
        ledger.route(KEY, MARKETING);

        assertThat(candidate().behind()).containsExactly(SALES);
        ledger.settle(Settlement.unrouted(ledger.granted(KEY, SALES)));
        assertThat(candidate().behind()).isEmpty();
        ledger.apply(KEY, MARKETING);
        assertThat(ledger.store().backlog().unsettled().total()).isZero();
    }

    @Test
    void theObjectThatHoldsTheRecordIsKeptUntilItIsDeletedThere() {
        ledger.route(KEY, SALES);
        ledger.settle(Settlement.applied(ledger.granted(KEY, SALES), "hash", Optional.empty())
                .withObject("Contact"));
        ledger.settle(Settlement.unchanged(ledger.granted(KEY, SALES)));
        Claim.Granted claim = ledger.granted(KEY, SALES);
        assertThat(claim.delivered().object()).contains("Contact");
        ledger.settle(Settlement.deleted(claim));
        assertThat(ledger.granted(KEY, SALES).delivered().object()).isEmpty();
    }

    @Test
    void aDeliveryThatIsUnderWayOrDoneIsLeftToWhoeverHoldsIt() {
        ledger.route(KEY, SALES, MARKETING);
        ledger.apply(KEY, MARKETING);
        ledger.granted(KEY, SALES);
        ledger.accept(R1.snapshot(2, Map.of("a", 2)));
        ledger.route(KEY, "outreach");
        assertThat(ledger.delivery(KEY, SALES).state()).isEqualTo(DeliveryState.DUE);
        assertThat(ledger.delivery(KEY, MARKETING).state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void aRoutingThatComesLateTakesNothingBack() {
        ledger.accept(R1.snapshot(2, Map.of("a", 2)));
        ledger.route(KEY, SALES);
        ledger.store().routing().routed(List.of(new Routed(KEY, 1, List.of(MARKETING))), RULES);
        assertThat(ledger.delivery(KEY, SALES).state()).isEqualTo(DeliveryState.DUE);
        assertThat(ledger.delivery(KEY, SALES).dueRevision()).isEqualTo(2);
        assertThat(ledger.delivery(KEY, MARKETING).dueRevision()).isEqualTo(1);
    }

    @Test
    void theSameRecordTwiceInAChunkIsRoutedOnce() {
        Routed routed = new Routed(KEY, 1, List.of(SALES));
        ledger.store().routing().routed(List.of(routed, routed, new Routed(KEY, 1, List.of(SALES, MARKETING))), RULES);
        assertThat(ledger.store().ledger().status(KEY).orElseThrow().deliveries())
                .hasSize(2);
        assertThat(ledger.store().routing().candidates(List.of(KEY, KEY))).hasSize(1);
    }

    private List<Routing.Delivery> routed(String... systems) {
        return ledger.store().routing().routed(List.of(new Routed(KEY, 1, List.of(systems))), RULES);
    }

    private Candidate candidate() {
        return ledger.store().routing().candidates(List.of(KEY)).getFirst();
    }
}
