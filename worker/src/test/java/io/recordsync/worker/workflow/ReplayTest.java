package io.recordsync.worker.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.workflows.Changed;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.HandedOver;
import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.Resolve;
import io.recordsync.workflows.Retry;
import io.recordsync.workflows.Skip;
import io.recordsync.workflows.SyncRecord;
import io.recordsync.workflows.SyncRecordInput;
import io.recordsync.workflows.SyncRecordStatus;
import io.recordsync.workflows.TaskQueues;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.NonDeterministicException;
import io.temporal.worker.Worker;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Runs of earlier releases must replay with today's code, because they may be running while a new release is deployed.
 * A history is kept for as long as such runs may exist.
 * {@code ./mvnw -pl worker -am test -Dtest=ReplayTest -Drecord.histories=v2} records new histories beside the old ones,
 * and leaves those that exist.
 */
class ReplayTest {

    private static final Pattern LARGE_PAYLOAD =
            Pattern.compile("\"data\": \"([A-Za-z0-9+/]{10000,}+)(?:=|\\\\u003d)*\"");

    private static final Path HISTORIES = Path.of("src/test/resources/histories");

    @TestFactory
    Stream<DynamicTest> everySavedHistoryReplays() throws IOException {
        return savedHistories().stream()
                .map(path -> DynamicTest.dynamicTest(
                        path.getFileName().toString(),
                        () -> assertThatCode(() -> replay(
                                        path,
                                        SyncRecordImpl.class,
                                        SyncBatchImpl.class,
                                        ReadChangesImpl.class,
                                        PushRecordsImpl.class,
                                        HeldDeletesImpl.class))
                                .doesNotThrowAnyException()));
    }

    @Test
    void eachScenarioHasASavedHistory() throws IOException {
        List<String> saved = savedHistories().stream()
                .map(path -> path.getFileName().toString().replaceFirst("^v[0-9]+-(.*)\\.json$", "$1"))
                .toList();

        assertThat(saved).containsAll(scenarios().keySet());
    }

    @Test
    void aWorkflowThatDoesOtherThingsThanTheHistoryIsFound() throws IOException {
        Path delivered = HISTORIES.resolve("v1-delivered.json");

        assertThatThrownBy(() -> replay(delivered, SleepsFirst.class))
                .hasMessageContaining(NonDeterministicException.class.getSimpleName());
    }

    @Test
    @EnabledIfSystemProperty(named = "record.histories", matches = "v[0-9]+")
    void record() throws IOException {
        for (Map.Entry<String, Scenario> scenario : scenarios().entrySet()) {
            Path file = HISTORIES.resolve(System.getProperty("record.histories") + "-" + scenario.getKey() + ".json");
            if (Files.notExists(file)) {
                Files.createDirectories(HISTORIES);
                Files.writeString(
                        file, withoutPadding(scenario.getValue().play().toJson(true)) + "\n");
            }
        }
    }

    /** Removes the padding that made a history long: it has no meaning, and would make the file large. */
    private static String withoutPadding(String json) {
        return LARGE_PAYLOAD.matcher(json).replaceAll(payload -> {
            String data = new String(Base64.getDecoder().decode(payload.group(1)), StandardCharsets.UTF_8);
            byte[] small = data.replace(Harness.PADDING, "x").getBytes(StandardCharsets.UTF_8);
            return "\"data\": \"" + Base64.getEncoder().encodeToString(small) + "\"";
        });
    }

    private interface Scenario {
        WorkflowExecutionHistory play();
    }

    private static Scenario ofRecord(Consumer<Harness> story) {
        return ofRecord(story, Harness::history);
    }

    private static Scenario ofRecord(Consumer<Harness> story, Function<Harness, WorkflowExecutionHistory> which) {
        return () -> {
            try (Harness harness = new Harness()) {
                story.accept(harness);
                return which.apply(harness);
            }
        };
    }

    private static Scenario ofChunk(Consumer<BatchHarness> story) {
        return ofChunk(story, BatchHarness::history);
    }

    private static Scenario ofChunk(
            Consumer<BatchHarness> story, Function<BatchHarness, WorkflowExecutionHistory> which) {
        return () -> {
            try (BatchHarness harness = new BatchHarness()) {
                story.accept(harness);
                return which.apply(harness);
            }
        };
    }

    private static Map<String, Scenario> scenarios() {
        Map<String, Scenario> scenarios = new TreeMap<>();
        scenarios.put("delivered", ofRecord(ReplayTest::delivered));
        scenarios.put("changed-during-delivery", ofRecord(ReplayTest::changedDuringDelivery));
        scenarios.put("parked-retried", ofRecord(ReplayTest::parkedAndRetried));
        scenarios.put("parked-slow-retry", ofRecord(ReplayTest::parkedAndTriedSlowly));
        scenarios.put("parked-skipped", ofRecord(ReplayTest::parkedAndSkipped));
        scenarios.put("parked-still", ofRecord(ReplayTest::parkedStill));
        scenarios.put("two-parked", ofRecord(ReplayTest::twoParked));
        scenarios.put("signal-flood", ofRecord(ReplayTest::signalFlood));
        scenarios.put("skipped-while-tried-again", ofRecord(ReplayTest::skippedWhileTriedAgain));
        scenarios.put("parked-elsewhere-settled", ofRecord(ReplayTest::settledElsewhere));
        scenarios.put("taken-up", ofRecord(ReplayTest::takenUp));
        scenarios.put("other-rules", ofRecord(ReplayTest::otherRules));
        scenarios.put("continues-as-new", ofRecord(ReplayTest::continuesAsNew, Harness::firstHistory));
        scenarios.put("continued-as-new", ofRecord(ReplayTest::continuesAsNew));
        scenarios.put("chunk-other-rules", ofChunk(ReplayTest::chunkOtherRules));
        scenarios.put("chunk-continues-as-new", ofChunk(ReplayTest::chunkContinuesAsNew, BatchHarness::firstHistory));
        scenarios.put("chunk-continued-as-new", ofChunk(ReplayTest::chunkContinuesAsNew));
        scenarios.put("chunk-delivered", ofChunk(ReplayTest::chunkDelivered));
        scenarios.put("chunk-handed-over", ofChunk(ReplayTest::chunkHandedOver));
        scenarios.put("chunk-waited", ofChunk(ReplayTest::chunkWaited));
        return scenarios;
    }

    private static void delivered(Harness harness) {
        harness.systems.change();
        harness.changed(1).getResult(Void.class);
    }

    private static void changedDuringDelivery(Harness harness) {
        harness.systems.change();
        harness.systems.script(Harness.SALESFORCE, () -> {
            var delivered = harness.systems.succeed(Harness.SALESFORCE);
            harness.systems.change();
            harness.running().signal("changed", new Changed(2, Priorities.LIVE));
            return delivered;
        });
        harness.changed(1).getResult(Void.class);
    }

    private static void parkedAndRetried(Harness harness) {
        WorkflowStub run = parked(harness);
        run.signal("retry", Retry.ALL);
        run.getResult(Void.class);
    }

    private static void parkedAndTriedSlowly(Harness harness) {
        harness.systems.change();
        harness.systems.refuseForNow(Harness.SALESFORCE);
        harness.systems.refuseForNow(Harness.SALESFORCE);
        harness.changed(1).getResult(Void.class);
    }

    private static void parkedAndSkipped(Harness harness) {
        WorkflowStub run = parked(harness);
        run.signal("skip", Skip.ALL);
        run.getResult(Void.class);
    }

    private static void parkedStill(Harness harness) {
        parked(harness);
    }

    private static WorkflowStub parked(Harness harness) {
        harness.systems.change();
        harness.systems.refuse(Harness.SALESFORCE);
        WorkflowStub run = harness.changed(1);
        harness.pass(Duration.ofMinutes(1));
        return run;
    }

    private static void twoParked(Harness harness) {
        harness.systems.change();
        harness.systems.refuse(Harness.SALESFORCE);
        harness.systems.refuseForNow(Harness.HUBSPOT);
        harness.systems.refuseForNow(Harness.HUBSPOT);
        WorkflowStub run = harness.changed(1);
        harness.pass(Duration.ofHours(2));
        run.signal("retry", new Retry(Harness.SALESFORCE));
        run.getResult(Void.class);
    }

    private static void signalFlood(Harness harness) {
        harness.systems.change();
        harness.systems.script(Harness.SALESFORCE, () -> {
            for (int signal = 0; signal < 100; signal++) {
                harness.systems.change();
                harness.running().signal("changed", new Changed(harness.systems.revision(), Priorities.LIVE));
                harness.running().signal(signal % 2 == 0 ? "retry" : "skip");
            }
            return harness.systems.succeed(Harness.SALESFORCE);
        });
        harness.changed(1).getResult(Void.class);
    }

    private static void skippedWhileTriedAgain(Harness harness) {
        harness.systems.change();
        harness.systems.refuseForNow(Harness.SALESFORCE);
        harness.systems.refuseAfter(
                Harness.SALESFORCE, true, () -> harness.running().signal("skip", Skip.ALL));
        harness.changed(1).getResult(Void.class);
    }

    private static void settledElsewhere(Harness harness) {
        parked(harness);
        harness.systems.settleElsewhere(Harness.SALESFORCE);
        harness.pass(Duration.ofMinutes(61));
    }

    private static void takenUp(Harness harness) {
        harness.systems.change();
        harness.systems.parkInLedger(Harness.SALESFORCE);
        WorkflowStub run = harness.changed(1);
        harness.pass(Duration.ofMinutes(1));
        run.signal("retry", Retry.ALL);
        run.getResult(Void.class);
    }

    private static void otherRules(Harness harness) {
        harness.systems.change();
        harness.systems.workerHas(Harness.SALESFORCE, "new");
        WorkflowStub run = harness.changed(1);
        harness.pass(Duration.ofSeconds(20));
        harness.systems.routeBy("new");
        run.getResult(Void.class);
    }

    private static void continuesAsNew(Harness harness) {
        harness.systems.change();
        harness.systems.refuseForNow(Harness.SALESFORCE);
        harness.systems.refuse(Harness.HUBSPOT);
        harness.systems.refuseAfter(Harness.SALESFORCE, true, harness::makeHistoryLong);
        WorkflowStub run = harness.changed(1);
        harness.pass(Duration.ofMinutes(10));
        run.signal("retry", Retry.ALL);
        run.getResult(Void.class);
    }

    private static void chunkOtherRules(BatchHarness harness) {
        harness.script.due(Harness.SALESFORCE, List.of("A1"));
        harness.script.due(Harness.HUBSPOT, List.of("A1", "A2"));
        harness.script.giveBack(Harness.HUBSPOT, "new");
        harness.script.giveBack(Harness.HUBSPOT, "new");
        harness.run("A1", "A2");
    }

    private static void chunkContinuesAsNew(BatchHarness harness) {
        harness.script.due(Harness.SALESFORCE, List.of("A1"));
        harness.script.due(Harness.HUBSPOT, List.of("A1", "A2"));
        harness.script.makeHistoryLong(Harness.SALESFORCE);
        harness.run("A1", "A2");
    }

    private static void chunkDelivered(BatchHarness harness) {
        harness.script.due(Harness.SALESFORCE, List.of("A1", "A2"));
        harness.script.due(Harness.HUBSPOT, List.of("A3"));
        harness.run("A1", "A2", "A3");
    }

    private static void chunkHandedOver(BatchHarness harness) {
        HandedOver refused = new HandedOver("A2", Harness.HUBSPOT, "VALIDATION_ERROR");
        harness.script.due(Harness.HUBSPOT, List.of("A1", "A2"));
        harness.script.parked(new HandedOver("A3", Harness.HUBSPOT, "PARKED"));
        harness.script.script(
                Harness.HUBSPOT, request -> new DeliverAllResult(1, List.of(refused), List.of(), Duration.ZERO, null));
        harness.run("A1", "A2", "A3");
    }

    private static void chunkWaited(BatchHarness harness) {
        harness.script.due(Harness.SALESFORCE, List.of("A1"));
        harness.script.due(Harness.HUBSPOT, List.of("A1", "A2"));
        harness.script.fail(Harness.SALESFORCE, Duration.ofMinutes(5));
        harness.script.shut(Harness.SALESFORCE);
        harness.run("A1", "A2");
    }

    private static List<Path> savedHistories() throws IOException {
        try (Stream<Path> files = Files.list(HISTORIES)) {
            return files.sorted().toList();
        }
    }

    private static void replay(Path history, Class<?>... workflows) throws Exception {
        try (TestWorkflowEnvironment temporal = Harness.newEnvironment()) {
            Worker worker = temporal.newWorker(TaskQueues.RECORDSYNC);
            worker.registerWorkflowImplementationTypes(workflows);
            worker.replayWorkflowExecution(WorkflowExecutionHistory.fromJson(Files.readString(history)));
        }
    }

    /** Simulates a careless change: it starts a timer that the history does not have. */
    public static final class SleepsFirst implements SyncRecord {

        @Override
        public void run(SyncRecordInput input) {
            Workflow.sleep(Duration.ofSeconds(1));
        }

        @Override
        public void changed(@Nullable Changed change) {}

        @Override
        public void retry(@Nullable Retry retry) {}

        @Override
        public void skip(@Nullable Skip skip) {}

        @Override
        public void resolve(@Nullable Resolve resolve) {}

        @Override
        public SyncRecordStatus status() {
            return new SyncRecordStatus(0, 0, List.of());
        }
    }
}
