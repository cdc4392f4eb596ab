package io.recordsync.devstack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.devstack.ChildProcesses.Child;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.events.EventGenerator;
import io.recordsync.simulator.events.EventStream;
import io.recordsync.simulator.events.GeneratorSettings;
import io.recordsync.simulator.events.SentJournal;
import io.recordsync.simulator.faults.Fault;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.vendor.Simulator;
import io.recordsync.starter.cli.RetryCommand;
import io.recordsync.starter.cli.StatusCommand;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.status.Outcomes;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.client.WorkflowNotFoundException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Floods that are delivered in chunks, with {@code kill -9} in the middle. Each test sends events of its own. The audit
 * covers the events of all tests.
 */
@TestInstance(Lifecycle.PER_CLASS)
class FloodTest {

    /** The number of events in each flood; 20,000 with {@code -Psoak}. */
    private static final int EVENTS = Integer.getInteger("flood.events", 12_000);

    private static final double AT_ONCE = 1_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration SOON = Duration.ofSeconds(60);

    /** The number of records in a smaller flood, for tests that do not need more. */
    private static final int ROWS = 3_000;

    /** Polls below the bridge's threshold use the record lane. In a flood those are the first and the last polls. */
    private static final int SMALL_POLLS = 150;

    private static final int HANGING = 5;
    private static final Duration HANG = Installation.CALL_TIMEOUT.multipliedBy(2);

    private static final String HEAP = "-Xmx512m";

    /** The number of records for which a flood may leave one additional object in memory. */
    private static final int RECORDS_PER_OBJECT = 4;

    private static final long BYTES_PER_RECORD = 256;

    /** The largest number of floods after the first one. */
    private static final int MAX_FLOODS = 4;

    private Installation installation;
    private Child worker;
    private Child starter;

    @BeforeAll
    void start(@TempDir Path folder) {
        installation = Installation.start(
                folder,
                SimulatorsOptions.defaults()
                        .withPlan("salesforce", AccountPlan.UNLIMITED)
                        .withPlan("hubspot", AccountPlan.UNLIMITED),
                Map.of(
                        "SALESFORCE_DAILY_LIMIT", "0",
                        "HUBSPOT_WINDOW_LIMIT", "0",
                        "HUBSPOT_DAILY_LIMIT", "0",
                        "JAVA_TOOL_OPTIONS", HEAP));
        worker = installation.startWorker("worker");
        starter = installation.startStarter("starter");
    }

    @AfterAll
    void stop() {
        installation.closeAtRest();
    }

    @Test
    void aKilledWorkerLosesNothing() throws InterruptedException {
        assertNothingIsLost(201, () -> {
            worker.kill();
            worker = installation.startWorker("worker-again");
        });
    }

    @Test
    void aKilledStarterLosesNothing() throws InterruptedException {
        assertNothingIsLost(202, () -> {
            starter.kill();
            starter = installation.startStarter("starter-again");
        });
    }

    @Test
    void aKilledTemporalLosesNothing() throws InterruptedException {
        assertNothingIsLost(203, () -> {
            installation.servers().temporal().orElseThrow().kill();
            installation.servers().temporal().orElseThrow().startAgain();
        });
    }

    /**
     * A flood leaves no more objects in memory than the flood before it. Whatever a process keeps of a record is at
     * least one object, so the test counts objects. Bytes have a wider limit, because buffers grow. Polls are small,
     * because the Kafka client keeps the last ones in memory, whatever their size. A class or buffer that is loaded
     * once lets a process grow in one flood only, while a leak lets it grow in each flood.
     */
    @Test
    void memoryStaysFlat() throws InterruptedException {
        starter.stop(SOON);
        starter = installation.startStarter("starter-with-small-polls", Map.of("KAFKA_MAX_POLL_RECORDS", "200"));
        assertNothingIsLost(204, () -> {});
        Map<String, LiveSet> before = live();
        List<String> growth = List.of("not measured");
        for (int flood = 1; flood <= MAX_FLOODS && !growth.isEmpty(); flood++) {
            assertNothingIsLost(204 + flood, () -> {});
            Map<String, LiveSet> now = live();
            growth = growth(before, now);
            before = now;
        }
        starter.stop(SOON);
        starter = installation.startStarter("starter-with-usual-polls");

        assertThat(growth)
                .as("objects or bytes more after each of %d floods", MAX_FLOODS)
                .isEmpty();
        assertThat(installation.logs()).contains(HEAP).doesNotContain("OutOfMemoryError");
    }

    /** The processes that have grown by more than the limit, and the classes that have most new objects. */
    private static List<String> growth(Map<String, LiveSet> before, Map<String, LiveSet> now) {
        return now.entrySet().stream()
                .filter(process -> hasGrown(Objects.requireNonNull(before.get(process.getKey())), process.getValue()))
                .map(process -> process.getKey() + ": "
                        + process.getValue().growthSince(Objects.requireNonNull(before.get(process.getKey()))))
                .toList();
    }

    private static boolean hasGrown(LiveSet before, LiveSet now) {
        return now.count() - before.count() >= EVENTS / RECORDS_PER_OBJECT
                || now.bytes() - before.bytes() >= EVENTS * BYTES_PER_RECORD;
    }

    @Test
    void ofAFloodWithRefusedRowsThoseAloneAreParkedEachWithItsReason() throws Exception {
        long before = installation.store().ledger().outcomes().total();
        long callsBefore = calls();
        List<String> refused = IntStream.range(0, ROWS / 100)
                .mapToObj(i -> row("REFUSED", i * 100 + i % 2))
                .toList();
        refused.forEach(id ->
                installation.simulators().all().forEach(one -> one.faults().refuse(id)));

        flood("REFUSED", ROWS);
        installation.awaitSettled(before + ROWS, PATIENCE);

        assertThat(deliveries("REFUSED", "parked")).isEqualTo(refused.size());
        assertThat(deliveries("REFUSED", "delivered")).isEqualTo(ROWS - refused.size());
        assertThat(calls() - callsBefore).as("calls").isLessThan(ROWS / 10);
        assertThat(refused).allSatisfy(id -> assertThat(parkedFor(id)).contains("VALIDATION"));
        installation.await(
                "a failed workflow for each", SOON, () -> failed("REFUSED").equals(Set.copyOf(refused)));
        assertThat(executions("REFUSED")).isLessThan(refused.size() + SMALL_POLLS);

        String mended = refused.getFirst();
        installation.simulators().all().forEach(one -> one.faults().accept(mended));
        Installation.command(new RetryCommand(), mended, "--api", Installation.api(starter));
        installation.await("delivered after the retry", SOON, () -> isDelivered(mended));
        installation.await("no longer failed", SOON, () -> !failed("REFUSED").contains(mended));
    }

    @Test
    void anOutageInAFloodStartsNoStormOfWorkflowsAndHoldsUpNoOtherSystem() {
        long before = installation.store().ledger().outcomes().total();
        Simulator salesforce = installation.simulators().salesforce();
        salesforce.outage(true);

        flood("OUTAGE", ROWS);
        installation.await("the other system's half", PATIENCE, () -> deliveries("OUTAGE", "delivered") == ROWS / 2);
        installation.await(
                "the circuit is open",
                SOON,
                () -> installation.store().circuits().open().stream()
                        .anyMatch(one -> one.system().equals("salesforce")));
        long during = executions("OUTAGE");
        salesforce.outage(false);
        installation.awaitSettled(before + ROWS, PATIENCE);

        assertThat(during).as("workflows of single records in the outage").isLessThan(SMALL_POLLS);
        assertThat(executions("OUTAGE")).as("and after it").isLessThan(SMALL_POLLS);
        assertThat(deliveries("OUTAGE", "delivered")).isEqualTo(ROWS);
    }

    @Test
    void recordsThatChangeAgainWhileTheirCallsHangStartNoWorkflowEach() throws InterruptedException {
        long before = installation.store().ledger().outcomes().total();
        Simulator salesforce = installation.simulators().salesforce();
        CountDownLatch called = new CountDownLatch(1);
        salesforce.beforeEach(call -> called.countDown());
        IntStream.range(0, HANGING).forEach(call -> salesforce.faults().queue(new Fault.Hang(HANG)));

        flood("AGAIN", ROWS);
        assertThat(called.await(1, TimeUnit.MINUTES)).as("a call").isTrue();
        flood("AGAIN", ROWS, 2);
        installation.awaitSettled(before + 2 * ROWS, PATIENCE);

        assertThat(executions("AGAIN")).isLessThan(SMALL_POLLS);
        assertThat(deliveries("AGAIN", "delivered")).isEqualTo(ROWS);
    }

    @Test
    void aRecordThatWentInAChunkIsAnsweredForLikeAnyOther() throws Exception {
        long before = installation.store().ledger().outcomes().total();
        flood("ASKED", ROWS / 5);
        installation.awaitSettled(before + ROWS / 5, PATIENCE);
        String id = IntStream.range(0, ROWS / 5)
                .mapToObj(i -> row("ASKED", i))
                .filter(row -> !hasRun(row))
                .findFirst()
                .orElseThrow();
        String api = Installation.api(starter);

        String answer = Installation.get(api + "/v1/sync/status/" + id);
        String printed = Installation.command(new StatusCommand(), id, "--json", "--api", api);

        for (String json : List.of(answer, printed.substring(printed.indexOf('{')))) {
            JsonNode record = JsonMapper.shared().readTree(json);
            JsonNode delivery = record.at("/deliveries/0");
            assertThat(record.at("/revision").asLong()).isOne();
            assertThat(delivery.at("/state").asString()).isEqualTo("delivered");
            assertThat(delivery.at("/settledRevision").asLong()).isOne();
            assertThat(delivery.at("/externalId").asString()).isEqualTo(externalId(id));
            assertThat(record.at("/changes/0/outcome").asString()).isEqualTo("applied");
        }
        assertThat(Installation.command(new StatusCommand(), id, "--api", api)).contains(id, "delivered");
    }

    /** Sends this number of new records, leads and customers in turn. */
    private void flood(String prefix, int rows) {
        flood(prefix, rows, 1);
    }

    private void flood(String prefix, int rows, int version) {
        for (int i = 0; i < rows; i++) {
            String id = row(prefix, i);
            byte[] event = Contacts.event(
                            version == 1 ? "create" : "update", id, i % 2 == 0 ? "lead" : "customer", version)
                    .getBytes(StandardCharsets.UTF_8);
            installation.producer().send(new ProducerRecord<>(Installation.TOPIC, id, event));
        }
        installation.producer().flush();
    }

    private static String row(String prefix, int number) {
        return prefix + "-" + number;
    }

    private long deliveries(String prefix, String state) {
        return JdbcClient.create(installation.database())
                .sql("select count(*) from delivery where record_id like :prefix and state = :state")
                .param("prefix", prefix + "-%")
                .param("state", state)
                .query(Long.class)
                .single();
    }

    private boolean isDelivered(String id) {
        return installation.status(id).deliveries().getFirst().state() == DeliveryState.DELIVERED;
    }

    private String parkedFor(String id) {
        return installation
                .status(id)
                .deliveries()
                .getFirst()
                .error()
                .orElseThrow()
                .code();
    }

    private String externalId(String id) {
        return installation.status(id).deliveries().getFirst().externalId().orElseThrow();
    }

    /** The number of workflows of single records, including those that have ended. */
    private long executions(String prefix) {
        return installation
                .temporal()
                .countWorkflows(
                        "WorkflowType = 'SyncRecord' and WorkflowId starts_with '%s'".formatted(workflow(prefix)))
                .getCount();
    }

    private Set<String> failed(String prefix) {
        return installation
                .temporal()
                .listExecutions("SyncStatus = 'failed' and WorkflowId starts_with '%s'".formatted(workflow(prefix)))
                .map(one -> one.getExecution().getWorkflowId())
                .map(id -> id.substring(id.lastIndexOf('/') + 1))
                .collect(Collectors.toSet());
    }

    private boolean hasRun(String id) {
        try {
            installation.temporal().newUntypedWorkflowStub(workflow(id)).describe();
            return true;
        } catch (WorkflowNotFoundException none) {
            return false;
        }
    }

    private static String workflow(String id) {
        return WorkflowIds.syncRecord("default", "contact", id);
    }

    /** Counts when no chunk is running. A chunk's workflow ends a little later than its last record is settled. */
    private Map<String, LiveSet> live() {
        installation.await("the end of all chunks", SOON, () -> chunks("ExecutionStatus = 'Running'") == 0);
        return Map.of("worker", LiveSet.of(worker), "starter", LiveSet.of(starter));
    }

    /** The number of chunks' workflows. */
    private long chunks(String which) {
        return installation
                .temporal()
                .countWorkflows("WorkflowType = 'SyncBatch' and " + which)
                .getCount();
    }

    /** The accident happens after the flood has begun to be delivered in chunks, and before all of it is settled. */
    private void assertNothingIsLost(long seed, Runnable accident) throws InterruptedException {
        String ofThisFlood = "StartTime > '%s'".formatted(Instant.now());
        Outcomes before = installation.store().ledger().outcomes();
        SentJournal sent = new SentJournal();
        long callsBefore = calls();
        EventStream stream = new EventStream(
                new EventGenerator(GeneratorSettings.of(seed)),
                sent,
                installation.producer(),
                new EventStream.Settings(Installation.TOPIC, AT_ONCE, true, 10));
        Thread sender = Thread.ofVirtual().start(() -> stream.run(EVENTS));
        installation.await(
                "the flood at the systems, in chunks",
                SOON,
                () -> calls() - callsBefore > 10 && chunks(ofThisFlood) > 0);
        Outcomes soFar = installation.store().ledger().outcomes().minus(before);
        assertThat(soFar.total() - soFar.pending())
                .as("settled before the accident")
                .isLessThan(EVENTS);

        accident.run();

        sender.join();
        installation.assertNothingIsLost(sent, before, EVENTS, PATIENCE);
    }

    private long calls() {
        return installation.simulators().all().stream()
                .mapToLong(one -> one.counts().calls())
                .sum();
    }
}
