package io.recordsync.worker.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.workflows.Changed;
import io.recordsync.workflows.Priorities;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Runs of earlier versions must replay with today's code: they may be under way while a new version is rolled out. Histories are kept for as
 * long as such runs may live. To record new ones, next to the old: {@code ./mvnw -pl worker -am test -Dtest=ReplayTest -Drecord.histories=v2}.
 */
class ReplayTest {

    private static final Path HISTORIES = Path.of("src/test/resources/histories");

    @TestFactory
    Stream<DynamicTest> everySavedHistoryReplays() throws IOException {
        List<Path> saved = savedHistories();
        assertThat(saved).hasSizeGreaterThanOrEqualTo(scenarios().size());
        return saved.stream()
                .map(path -> DynamicTest.dynamicTest(
                        path.getFileName().toString(),
                        () -> assertThatCode(() -> replay(path, SyncRecordImpl.class))
                                .doesNotThrowAnyException()));
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
            try (Harness harness = new Harness()) {
                scenario.getValue().run(harness);
                Path file =
                        HISTORIES.resolve(System.getProperty("record.histories") + "-" + scenario.getKey() + ".json");
                Files.createDirectories(HISTORIES);
                Files.writeString(file, harness.history().toJson(true) + "\n");
            }
        }
    }

    private interface Scenario {
        void run(Harness harness);
    }

    private static Map<String, Scenario> scenarios() {
        Map<String, Scenario> scenarios = new TreeMap<>();
        scenarios.put("delivered", ReplayTest::delivered);
        scenarios.put("changed-during-delivery", ReplayTest::changedDuringDelivery);
        scenarios.put("parked-retried", ReplayTest::parkedAndRetried);
        scenarios.put("parked-slow-retry", ReplayTest::parkedAndTriedSlowly);
        scenarios.put("parked-skipped", ReplayTest::parkedAndSkipped);
        scenarios.put("parked-still", ReplayTest::parkedStill);
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

    private static List<Path> savedHistories() throws IOException {
        try (Stream<Path> files = Files.list(HISTORIES)) {
            return files.sorted().toList();
        }
    }

    private static void replay(Path history, Class<?> workflow) throws Exception {
        try (TestWorkflowEnvironment temporal = Harness.newEnvironment()) {
            Worker worker = temporal.newWorker(TaskQueues.RECORDSYNC);
            worker.registerWorkflowImplementationTypes(workflow);
            worker.replayWorkflowExecution(WorkflowExecutionHistory.fromJson(Files.readString(history)));
        }
    }

    /** What a careless change would do: a timer where the history has none. */
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
        public SyncRecordStatus status() {
            return new SyncRecordStatus(0, 0, List.of());
        }
    }
}
