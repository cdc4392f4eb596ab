package io.recordsync.store;

import static io.recordsync.store.Events.R1;
import static io.recordsync.store.Events.through;
import static io.recordsync.store.Ledger.ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.delivery.Claim.Granted;
import io.recordsync.store.delivery.Deliveries.Release;
import io.recordsync.store.delivery.Routing;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.DeadLetterLog.Letter;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.process.ProcessStore;
import io.recordsync.store.process.ProcessStore.Description;
import io.recordsync.store.status.Outcomes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomesTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    private static final RecordKey KEY = R1.key();
    private static final String SALES = "salesforce";
    private static final String MARKETING = "hubspot";

    private final Ledger ledger = new Ledger(DATABASE.store());

    @Test
    void changesThatWereFoldedIntoOneDeliveryAreSupersededButTheLast() {
        for (int version = 1; version <= 50; version++) {
            ledger.accept(R1.snapshot(version, Map.of("a", version)));
        }
        ledger.route(KEY, SALES);
        ledger.apply(KEY, SALES);
        assertThat(ledger.store().ledger().outcomes()).isEqualTo(new Outcomes(1, 0, 49, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void aChangeIsPendingUntilItsFateIsKnownEverywhere() {
        ledger.accept(R1.create(1, Map.of("a", 1)));
        assertThat(ledger.store().ledger().outcomes().pending()).isOne();
        ledger.route(KEY, SALES, MARKETING);
        ledger.apply(KEY, SALES);
        assertThat(ledger.store().ledger().outcomes().pending()).isOne();
        ledger.apply(KEY, MARKETING);
        assertThat(ledger.store().ledger().outcomes().applied()).isOne();
    }

    @Test
    void aChangeThatParkedAnywhereIsParked() {
        ledger.accept(R1.create(1, Map.of("a", 1)));
        ledger.route(KEY, SALES, MARKETING);
        ledger.apply(KEY, SALES);
        ledger.park(KEY, MARKETING);
        assertThat(ledger.fates(KEY)).containsExactly("parked");
    }

    @Test
    void aChangeThatParkedIsSupersededOnceANewerOneIsDeliveredInItsStead() {
        ledger.accept(R1.create(1, Map.of("a", 1)));
        ledger.route(KEY, SALES);
        ledger.park(KEY, SALES);
        ledger.accept(R1.snapshot(2, Map.of("a", 2)));
        ledger.route(KEY, SALES);
        assertThat(ledger.fates(KEY)).containsExactly("parked", "");
        ledger.apply(KEY, SALES);
        assertThat(ledger.fates(KEY)).containsExactly("superseded", "applied");
    }

    @Test
    void whatWasFoldedIntoAParkedOrSkippedDeliveryIsParkedOrSkippedWithIt() {
        ledger.accept(R1.create(1, Map.of("a", 1)));
        ledger.accept(R1.snapshot(2, Map.of("a", 2)));
        ledger.route(KEY, SALES);
        ledger.park(KEY, SALES);
        assertThat(ledger.fates(KEY)).containsExactly("parked", "parked");
        ledger.store().deliveries().skip(KEY, SALES);
        assertThat(ledger.fates(KEY)).containsExactly("skipped", "skipped");
    }

    /** Routing a record again raises its revision, although no event has arrived. */
    @Test
    void whatIsRoutedAgainByOtherRulesIsNoOtherChange() {
        ledger.accept(R1.create(1, Map.of("a", 1)));
        ledger.route(KEY, SALES);
        ledger.apply(KEY, SALES);
        routeAgain();
        assertThat(ledger.store().ledger().outcomes()).isEqualTo(new Outcomes(1, 0, 0, 0, 0, 0, 0, 0, 0));
        ledger.route(KEY, SALES);
        ledger.settle(Settlement.unchanged(ledger.granted(KEY, SALES)));
        assertThat(ledger.store().ledger().outcomes()).isEqualTo(new Outcomes(1, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(ledger.fates(KEY)).containsExactly("applied");
    }

    @Test
    void aChangeThatReachesASystemOnlyWhenRoutedAgainIsApplied() {
        ledger.accept(R1.create(1, Map.of("a", 1)));
        ledger.route(KEY, SALES);
        routeAgain();
        ledger.route(KEY, SALES);
        ledger.apply(KEY, SALES);
        assertThat(ledger.store().ledger().outcomes()).isEqualTo(new Outcomes(1, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(ledger.fates(KEY)).containsExactly("applied");
    }

    /** A process with the rules of before routes in between, which makes the search for their records begin again. */
    private void routeAgain() {
        ledger.store()
                .processes()
                .register(
                        UUID.randomUUID().toString(),
                        new Description(ProcessStore.WORKER, "1", List.of(), List.of(), Optional.of(Ledger.RULES)));
        ledger.store().rerouting().step("other rules", 100);
    }

    @Test
    void whatSaysNothingNewOrComesLateHasItsFateAtOnce() {
        ledger.accept(R1.create(5, Map.of("a", 1)));
        ledger.accept(R1.snapshot(6, Map.of("a", 1)));
        ledger.accept(R1.snapshot(4, Map.of("a", 0)));
        assertThat(ledger.fates(KEY)).containsExactlyInAnyOrder("", "unchanged", "superseded");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void eachEventHasOneFateWhateverHappened(int seed) {
        Random random = new Random(seed);
        List<RecordKey> keys =
                List.of(KEY, Events.of("r2").key(), Events.of("r3").key());
        List<Change> seen = new ArrayList<>();
        long arrived = 0;
        for (int step = 0; step < 150; step++) {
            RecordKey key = keys.get(random.nextInt(keys.size()));
            switch (random.nextInt(10)) {
                case 8 -> routeAgain();
                case 0, 1, 2 -> {
                    Change change = random(new Events(key, "crm"), random);
                    seen.add(change);
                    ledger.accept(change);
                    arrived++;
                }
                case 3 -> arrived += repeat(seen, random);
                case 4 -> {
                    String door = "kafka:bad/0@" + random.nextInt(1000) + "-" + step;
                    ledger.store().deadLetters().log(List.of(new Letter(door, "hash", "e", "not JSON")));
                    arrived++;
                }
                case 5 -> ledger.store().routing().candidates(List.of(key)).forEach(one -> route(one, random));
                default ->
                    ledger.store()
                            .deliveries()
                            .claim(List.of(key), system(random), "owner", Ledger.LEASE, Duration.ZERO)
                            .forEach(claim -> finish((Granted) claim, random));
            }
            if (step % 10 == 0) {
                Outcomes outcomes = ledger.store().ledger().outcomes();
                assertThat(outcomes.total()).isEqualTo(arrived);
                assertThat(fatesOfAll(keys)).isEqualTo(fates(outcomes));
            }
        }
        settleEverything(keys);
        assertThat(ledger.store().ledger().outcomes().pending()).isZero();
        assertThat(ledger.store().ledger().outcomes().total()).isEqualTo(arrived);
    }

    private Map<String, Long> fatesOfAll(List<RecordKey> keys) {
        return keys.stream()
                .flatMap(key -> ledger.store().ledger().status(key).stream())
                .flatMap(status -> status.changes().stream())
                .collect(Collectors.groupingBy(change -> change.outcome().orElse("pending"), Collectors.counting()));
    }

    private static Map<String, Long> fates(Outcomes counts) {
        Map<String, Long> fates = new HashMap<>(Map.of(
                "applied", counts.applied(),
                "unchanged", counts.unchanged(),
                "superseded", counts.superseded(),
                "unrouted", counts.unrouted(),
                "parked", counts.parked(),
                "skipped", counts.skipped(),
                "pending", counts.pending()));
        fates.values().removeIf(count -> count == 0);
        return fates;
    }

    private int repeat(List<Change> seen, Random random) {
        if (seen.isEmpty()) {
            return 0;
        }
        Change change = seen.get(random.nextInt(seen.size()));
        boolean readAgain = random.nextBoolean();
        ledger.accept(readAgain ? change : through("kafka:again/" + random.nextLong(), change));
        return readAgain ? 0 : 1;
    }

    private void route(Routing.Candidate candidate, Random random) {
        RecordKey key = candidate.image().key();
        switch (random.nextInt(4)) {
            case 0 -> ledger.route(key, candidate.known().toArray(String[]::new));
            case 1 -> ledger.route(key, SALES);
            default -> ledger.route(key, SALES, MARKETING);
        }
    }

    private void finish(Granted claim, Random random) {
        switch (random.nextInt(6)) {
            case 0 -> ledger.settle(Settlement.parked(claim, ERROR));
            case 1 -> ledger.settle(Settlement.unrouted(claim));
            case 2 -> ledger.settle(Settlement.unchanged(claim));
            case 3 -> {
                ledger.settle(Settlement.parked(claim, ERROR));
                ledger.store().deliveries().skip(claim.key(), claim.system());
            }
            case 4 -> ledger.store().deliveries().release(claim, Release.waiting(Duration.ZERO));
            default -> ledger.settle(Settlement.applied(claim, "h", Optional.empty()));
        }
    }

    private void settleEverything(List<RecordKey> keys) {
        ledger.store().routing().candidates(keys).forEach(one -> {
            ledger.route(one.image().key(), SALES, MARKETING);
            ledger.apply(one.image().key(), SALES);
            ledger.park(one.image().key(), MARKETING);
        });
    }

    private static Change random(Events events, Random random) {
        int version = random.nextInt(30);
        return switch (random.nextInt(5)) {
            case 0 -> events.delete(version);
            case 1 -> events.create(version, Map.of("a", random.nextInt(3)));
            case 2 -> events.patch(version, Map.of("b", random.nextInt(3)));
            default -> events.snapshot(version, Map.of("a", random.nextInt(3)));
        };
    }

    private static String system(Random random) {
        return random.nextBoolean() ? SALES : MARKETING;
    }
}
