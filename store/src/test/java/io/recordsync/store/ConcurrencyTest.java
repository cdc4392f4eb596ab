package io.recordsync.store;

import static io.recordsync.store.Ledger.CRM;
import static io.recordsync.store.Ledger.ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.Claim.Granted;
import io.recordsync.store.delivery.Deliveries.Release;
import io.recordsync.store.delivery.Routing;
import io.recordsync.store.delivery.Routing.Routed;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.ledger.Acceptance.Result;
import io.recordsync.store.ledger.Accepted;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.RecordKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class ConcurrencyTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    private static final List<Events> RECORDS =
            IntStream.range(0, 12).mapToObj(n -> Events.of("r" + n)).toList();
    private static final List<RecordKey> KEYS =
            RECORDS.stream().map(Events::key).toList();
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Store store = DATABASE.store();

    @Test
    void pollsThatOverlapLoseNoMergeAndSkipNoRevision() throws Exception {
        Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
        Crowd.of(8, (thread, random) -> {
            for (int poll = 0; poll < 25; poll++) {
                accepted.addAll(store.acceptance().accept(poll(thread, poll, random)));
            }
        });
        Map<RecordKey, List<Long>> revisions = accepted.stream()
                .filter(one -> one.result() == Result.CHANGED)
                .collect(Collectors.groupingBy(
                        one -> one.change().key(), Collectors.mapping(Accepted::revision, Collectors.toList())));
        for (Routing.Candidate record : store.routing().candidates(KEYS)) {
            RecordKey key = record.image().key();
            assertThat(revisions.get(key))
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, record.image().revision())
                                    .boxed()
                                    .toList());
            assertThat(record.image().fields().keySet()).isEqualTo(fieldsOf(key, accepted));
        }
    }

    @Test
    void theSameEventsThroughManyDoorsAtOnceAreAcceptedOnce() throws Exception {
        List<Change> events =
                RECORDS.stream().map(record -> record.create(1, Map.of("a", 1))).toList();
        Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
        Crowd.of(8, (thread, random) -> {
            List<Change> poll = new ArrayList<>(events);
            Collections.shuffle(poll, random);
            accepted.addAll(store.acceptance()
                    .accept(poll.stream()
                            .map(event -> Events.through(thread + ":" + event.door(), event))
                            .toList()));
        });
        assertThat(accepted).filteredOn(one -> one.result() == Result.CHANGED).hasSize(events.size());
        assertThat(store.ledger().outcomes().repeated()).isEqualTo(7L * events.size());
    }

    @Test
    void aLeaseIsHeldByOneAtATime() throws Exception {
        accept(new Random(1), 0);
        Set<RecordKey> held = ConcurrentHashMap.newKeySet();
        Crowd.of(8, (thread, random) -> {
            for (int round = 0; round < 40; round++) {
                for (Granted claim : claim("owner" + thread, LONG, random)) {
                    assertThat(held.add(claim.key()))
                            .as("nobody else holds " + claim.key())
                            .isTrue();
                    assertThat(claim.doubt()).isEmpty();
                    held.remove(claim.key());
                    finish(claim, random.nextInt(2));
                }
            }
        });
    }

    /**
     * Leases that end at once, holders that die, and holders that continue long after their lease has ended: a settled
     * revision never decreases.
     */
    @Test
    void appliedRevisionsNeverGoBackwards() throws Exception {
        accept(new Random(1), 0);
        Map<RecordKey, Map<Long, Long>> applied = new ConcurrentHashMap<>();
        Crowd.of(9, (thread, random) -> {
            List<Granted> mine = new ArrayList<>();
            for (int round = 0; round < 60; round++) {
                switch (thread % 3) {
                    case 0 -> accept(random, thread * 1000 + round);
                    case 1 -> routeAndSweep(random);
                    default -> deliver(mine, applied, random);
                }
            }
        });
        for (Map<Long, Long> byFence : applied.values()) {
            assertThat(byFence.entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(Map.Entry::getValue)
                            .toList())
                    .isSorted();
        }
        assertThat(applied).isNotEmpty();
        everythingCanBeSettledAfterwards();
    }

    private void deliver(List<Granted> mine, Map<RecordKey, Map<Long, Long>> applied, Random random) {
        for (Granted claim : claim("owner" + random.nextInt(3), Duration.ofMillis(random.nextInt(5)), random)) {
            assertThat(claim.image().revision())
                    .isGreaterThanOrEqualTo(claim.delivered().revision());
            mine.add(claim);
        }
        Collections.shuffle(mine, random);
        while (mine.size() > 5) {
            Granted claim = mine.removeLast();
            if (finish(claim, random.nextInt(4))) {
                applied.computeIfAbsent(claim.key(), key -> new ConcurrentHashMap<>())
                        .put(claim.fence(), claim.image().revision());
            }
        }
    }

    /** Settles or releases the claim, or does neither, as if its process had died. Returns whether it settled. */
    private boolean finish(Granted claim, int how) {
        return switch (how) {
            case 0 -> settle(Settlement.applied(claim, "h" + claim.image().revision(), Optional.of("id")));
            case 1 -> settle(Settlement.parked(claim, ERROR));
            case 2 -> {
                store.deliveries().release(claim, Release.waiting(Duration.ZERO));
                yield false;
            }
            default -> false;
        };
    }

    private boolean settle(Settlement settlement) {
        return !store.deliveries().settle(List.of(settlement)).isEmpty();
    }

    private List<Granted> claim(String owner, Duration lease, Random random) {
        return store.deliveries().claim(some(random), CRM, owner, lease, Duration.ZERO).stream()
                .filter(Granted.class::isInstance)
                .map(Granted.class::cast)
                .toList();
    }

    private void routeAndSweep(Random random) {
        List<Routed> routed = store.routing().candidates(some(random)).stream()
                .map(candidate -> new Routed(
                        candidate.image().key(),
                        candidate.image().revision(),
                        random.nextInt(4) == 0
                                ? List.of()
                                : List.of("hubspot", CRM).subList(random.nextInt(2), 2)))
                .toList();
        store.routing().routed(routed, Ledger.RULES);
        store.sweeps().takeOverdue(Duration.ZERO, 5);
    }

    private void accept(Random random, int version) {
        store.acceptance()
                .accept(some(random).stream()
                        .map(key -> new Events(key, "crm" + random.nextInt(2)).patch(version, Map.of("a", version)))
                        .toList());
    }

    private void everythingCanBeSettledAfterwards() {
        DATABASE.jdbc()
                .sql("update delivery set lease_until = now() - interval '1 s' where lease_owner is not null")
                .update();
        store.routing()
                .routed(
                        store.routing().candidates(KEYS).stream()
                                .map(one -> new Routed(
                                        one.image().key(), one.image().revision(), List.of(CRM, "hubspot")))
                                .toList(),
                        Ledger.RULES);
        for (String system : List.of(CRM, "hubspot")) {
            List<Claim> claims = store.deliveries().claim(KEYS, system, "last", LONG, Duration.ZERO);
            store.deliveries()
                    .settle(claims.stream()
                            .map(Granted.class::cast)
                            .map(claim -> Settlement.applied(claim, "h", Optional.empty()))
                            .toList());
        }
        assertThat(store.backlog().unsettled().total()).isZero();
        assertThat(store.ledger().outcomes().pending()).isZero();
    }

    /** A random selection of the records in random order, some of them twice. */
    private static List<RecordKey> some(Random random) {
        return random.ints(8, 0, KEYS.size()).mapToObj(KEYS::get).toList();
    }

    private static List<Change> poll(int thread, int poll, Random random) {
        return random.ints(10, 0, RECORDS.size())
                .mapToObj(n -> RECORDS.get(n)
                        .from("source" + thread)
                        .patch(poll, Map.of("f" + thread + "-" + random.nextInt(6), poll + "-" + random.nextInt())))
                .toList();
    }

    private static Set<String> fieldsOf(RecordKey key, Queue<Accepted> accepted) {
        Set<String> fields = new HashSet<>();
        accepted.stream()
                .filter(one -> one.change().key().equals(key))
                .forEach(one -> fields.addAll(one.change().fields().keySet()));
        return fields;
    }
}
