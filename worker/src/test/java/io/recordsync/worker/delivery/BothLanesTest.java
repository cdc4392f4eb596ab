package io.recordsync.worker.delivery;

import static io.recordsync.worker.WorkerFixture.HUBSPOT;
import static io.recordsync.worker.WorkerFixture.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Permits;
import io.recordsync.settings.TenantSettings;
import io.recordsync.simulator.faults.Fault;
import io.recordsync.simulator.faults.FaultPlan;
import io.recordsync.simulator.store.Effect;
import io.recordsync.simulator.store.JournalEntry;
import io.recordsync.simulator.vendor.Simulator;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.status.Outcomes;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.worker.WorkerProcess;
import io.recordsync.worker.delivery.plan.DeliveryPlan;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Send;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.HandedOver;
import io.recordsync.workflows.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two processes deliver the same records in several chunks and as single records at the same time, while the records
 * change and are deleted, replies are lost, writes take effect late, some are refused, and lease holders die.
 */
class BothLanesTest {

    private static final int POLLS = 13;
    private static final int MAX_POLL = 12;

    private static final Duration HANG = WorkerProcess.CALL.multipliedBy(2);

    private static final FaultPlan BAD_DAY =
            new FaultPlan(0.03, 0, 0.01, 0.02, 0.06, 0, 0, HANG, Duration.ZERO, Duration.ofSeconds(1));

    /**
     * The write takes effect just after its caller has given up, so that a slow machine has nearly all of the grace
     * left.
     */
    private static final Fault LATE = new Fault.LateWrite(WorkerProcess.CALL.plusMillis(50), HANG);

    private static final Duration LEASE_OF_THE_DEAD = WorkerProcess.CALL.plusMillis(500);

    private static final List<String> LEADS = ids("L");
    private static final List<String> CUSTOMERS = ids("C");
    private static final List<String> VENDORS = ids("V");
    private static final Map<String, List<String>> RECORDS =
            Map.of(SALESFORCE, both(LEADS, VENDORS), HUBSPOT, both(CUSTOMERS, VENDORS));
    private static final List<String> ALL = both(both(LEADS, CUSTOMERS), VENDORS);
    private static final List<String> REFUSED = List.of("L3", "C3", "V3");

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture();

    private final Map<String, Integer> versions = new HashMap<>();
    private final Map<String, Boolean> deleted = new HashMap<>();
    private int events;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void recordsInManyHandsAtOnceKeepTheirOrderAndNoneIsLost(long seed) throws InterruptedException {
        Random random = new Random(seed);
        try (BothLanes lanes = new BothLanes(fixture.process(), fixture.newProcess())) {
            turn(BAD_DAY);
            REFUSED.forEach(id -> systems().forEach(system -> system.faults().refuse(id)));

            flood(random, lanes);
            assertAllIsSettledOrParked(lanes);
            flood(random, lanes);
            assertAllIsSettledOrParked(lanes);
            assertThat(lanes.handedOver())
                    .extracting(HandedOver::reason)
                    .contains("LEASED", "PARKED", FailureTypes.PARKED);

            turn(FaultPlan.NONE);
            REFUSED.forEach(id -> systems().forEach(system -> system.faults().accept(id)));
            ALL.forEach(id -> lanes.single(id, Retry.ALL));
            assertAllIsSettledOrParked(lanes);
        }
        assertThat(fixture.store().ledger().outcomes().parked()).isZero();
        RECORDS.forEach((system, ids) -> ids.forEach(id -> {
            assertKeptItsOrder(simulator(system), id);
            assertHasTheNewest(simulator(system), id);
        }));
    }

    /**
     * Accepts several polls of changes, and passes each to one of the lanes. Some polls are passed once more, divided
     * into different chunks.
     */
    private void flood(Random random, BothLanes lanes) throws InterruptedException {
        List<String> before = List.of();
        for (int poll = 0; poll < POLLS; poll++) {
            List<String> changed = accept(random);
            tell(changed, random, lanes);
            if (random.nextInt(3) == 0) {
                tell(both(before, changed).stream().distinct().toList(), random, lanes);
            }
            if (random.nextInt(10) == 0) {
                dieWithALease(random.nextBoolean() ? SALESFORCE : HUBSPOT, random);
            }
            if (random.nextInt(6) == 0) {
                systems().get(random.nextInt(2)).faults().queue(LATE);
            }
            before = changed;
        }
        lanes.awaitEnd();
    }

    private List<String> accept(Random random) {
        List<String> shuffled = new ArrayList<>(ALL);
        Collections.shuffle(shuffled, random);
        List<String> ids = shuffled.subList(0, 1 + random.nextInt(MAX_POLL));
        List<Change> changes = ids.stream().map(id -> change(id, random)).toList();
        fixture.store().acceptance().accept(changes);
        return List.copyOf(ids);
    }

    private Change change(String id, Random random) {
        int version = versions.merge(id, 1, Integer::sum);
        boolean delete = random.nextInt(8) == 0;
        deleted.put(id, delete);
        int number = ++events;
        return new Change(
                "event-" + number,
                WorkerFixture.key(id),
                "test",
                delete ? Operation.DELETE : Operation.UPDATE,
                Form.SNAPSHOT,
                null,
                delete ? Map.of() : fields(id, version),
                "test:" + number);
    }

    private static Map<String, Object> fields(String id, int version) {
        String type = LEADS.contains(id) ? "lead" : CUSTOMERS.contains(id) ? "customer" : "vendor";
        return Map.of(
                "type",
                type,
                "first_name",
                WorkerFixture.firstName(version),
                "last_name",
                WorkerFixture.NAME,
                "email",
                WorkerFixture.email(id));
    }

    private static void tell(List<String> ids, Random random, BothLanes lanes) {
        int chunk = 2 + random.nextInt(MAX_POLL);
        if (random.nextInt(4) == 0) {
            ids.forEach(id -> lanes.single(id, null));
        } else {
            for (int from = 0; from < ids.size(); from += chunk) {
                lanes.chunk(ids.subList(from, Math.min(ids.size(), from + chunk)));
            }
        }
    }

    /** Claims some records, writes one of them, and neither settles nor releases any. */
    private void dieWithALease(String system, Random random) {
        List<String> ids = new ArrayList<>(RECORDS.get(system));
        Collections.shuffle(ids, random);
        Deadline end = Deadline.in(LEASE_OF_THE_DEAD);
        List<Claim> claims = fixture.store()
                .deliveries()
                .claim(
                        ids.subList(0, 3).stream().map(WorkerFixture::key).toList(),
                        system,
                        "dead" + events,
                        LEASE_OF_THE_DEAD,
                        WorkerProcess.GRACE);
        claims.stream()
                .filter(Claim.Granted.class::isInstance)
                .map(Claim.Granted.class::cast)
                .filter(claim -> !claim.inDoubt())
                .limit(1)
                .forEach(claim -> write(claim, end));
    }

    private void write(Claim.Granted claim, Deadline end) {
        CallScope inTime = new CallScope(end, Permits.UNLIMITED);
        if (DeliveryPlan.of(claim, WorkerFixture.RULES, new TenantSettings(false)) instanceof Send send) {
            try {
                fixture.process().connectors().get(claim.system()).write(send.write(), inTime);
            } catch (ConnectorException | CallDeferredException badDay) {
                assertThat(badDay).hasMessageNotContaining(WorkerFixture.NAME);
            }
        }
    }

    private void assertAllIsSettledOrParked(BothLanes lanes) throws InterruptedException {
        lanes.awaitEnd();
        assertThat(lanes.defects()).isEmpty();
        assertThat(fixture.store().backlog().unsettled().total())
                .as("left lying with nobody told")
                .isZero();
        Outcomes outcomes = fixture.store().ledger().outcomes();
        assertThat(outcomes.total()).as("%s", outcomes).isEqualTo(events);
        assertThat(outcomes.pending()).as("%s", outcomes).isZero();
    }

    /** Asserts that no older version followed a newer one, and that there were never two objects at the same time. */
    private static void assertKeptItsOrder(Simulator system, String id) {
        int newest = 0;
        int objects = 0;
        for (JournalEntry entry : journal(system, id)) {
            switch (entry.effect()) {
                case CREATE -> assertThat(++objects).as("objects of %s", id).isOne();
                case DELETE -> objects--;
                case UPDATE, REFUSE -> {}
            }
            if (entry.isWrite()) {
                assertThat(version(entry)).as("version of %s: %s", id, entry).isGreaterThanOrEqualTo(newest);
                newest = version(entry);
            }
        }
    }

    private void assertHasTheNewest(Simulator system, String id) {
        if (deleted.getOrDefault(id, true)) {
            assertThat(WorkerFixture.objects(system, id))
                    .as("%s is deleted", id)
                    .isEmpty();
        } else {
            assertThat(WorkerFixture.firstNameAt(system, id))
                    .as(id)
                    .isEqualTo(WorkerFixture.firstName(versions.get(id)));
        }
    }

    private static List<JournalEntry> journal(Simulator system, String id) {
        return system.store().journal().stream()
                .filter(entry -> entry.externalId().equals(id))
                .filter(entry -> entry.effect() != Effect.REFUSE)
                .toList();
    }

    private static int version(JournalEntry write) {
        String name = write.content().getOrDefault("FirstName", write.content().getOrDefault("firstname", ""));
        return Integer.parseInt(name.substring(WorkerFixture.NAME.length()));
    }

    private void turn(FaultPlan plan) {
        systems().forEach(system -> system.faults().plan(plan));
    }

    private List<Simulator> systems() {
        return List.of(fixture.salesforce(), fixture.hubspot());
    }

    private Simulator simulator(String system) {
        return system.equals(SALESFORCE) ? fixture.salesforce() : fixture.hubspot();
    }

    private static List<String> ids(String prefix) {
        return IntStream.range(0, 8).mapToObj(i -> prefix + i).toList();
    }

    private static List<String> both(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}
