package io.recordsync.worker.workflow;

import static io.recordsync.worker.workflow.Harness.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.workflows.Messages;
import io.recordsync.workflows.ReadChanges;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.ReadChangesStatus;
import io.recordsync.workflows.StatusOf;
import io.recordsync.workflows.SyncBatch;
import io.recordsync.workflows.SyncBatchInput;
import io.recordsync.workflows.SyncBatchStatus;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Records the histories of the workflows that read and push, which {@link ReplayTest} replays with the others. */
class ReadingHistoriesTest {

    private static final Path HISTORIES = Path.of("src/test/resources/histories");
    private static final List<String> SCENARIOS = List.of("pushed", "read", "read-and-pushed");

    private static final String READ = WorkflowIds.readChanges("default", SALESFORCE, "contact");
    private static final String PUSH = WorkflowIds.pushRecords("default", SALESFORCE, "contact");

    @Test
    void eachScenarioHasASavedHistory() {
        assertThat(SCENARIOS)
                .allSatisfy(scenario -> assertThat(HISTORIES.resolve("v3-" + scenario + ".json"))
                        .isRegularFile());
    }

    @Test
    @EnabledIfSystemProperty(named = "record.histories", matches = "v[0-9]+")
    void record() throws IOException {
        for (Map.Entry<String, WorkflowExecutionHistory> one : played().entrySet()) {
            Path file = HISTORIES.resolve(System.getProperty("record.histories") + "-" + one.getKey() + ".json");
            if (Files.notExists(file)) {
                Files.writeString(file, one.getValue().toJson(true) + "\n");
            }
        }
    }

    private static Map<String, WorkflowExecutionHistory> played() {
        Map<String, WorkflowExecutionHistory> histories = new TreeMap<>();
        ScriptedReading script = new ScriptedReading();
        try (TestWorkflowEnvironment temporal = environment(script)) {
            script.busy(1);
            script.page(false, List.of("A1", "A2"));
            script.page(true, List.of());
            script.endsAs("waiting");
            read(temporal);
            histories.put("read", history(temporal, READ));
        }
        ScriptedReading first = new ScriptedReading();
        try (TestWorkflowEnvironment temporal = environment(first)) {
            first.pushFollows();
            first.page(true, List.of("A1"));
            read(temporal);
            histories.put("read-and-pushed", history(temporal, READ));
            await().untilAsserted(() -> temporal.getWorkflowClient().fetchHistory(PUSH));
            temporal.getWorkflowClient().newUntypedWorkflowStub(PUSH).getResult(ReadChangesStatus.class);
            histories.put("pushed", history(temporal, PUSH));
        }
        return histories;
    }

    private static TestWorkflowEnvironment environment(ScriptedReading script) {
        TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(false)
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Messages.converter(List.of()))
                        .build())
                .build());
        temporal.registerSearchAttribute("SyncStatus", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
        Worker workflows = temporal.newWorker(TaskQueues.RECORDSYNC);
        workflows.registerWorkflowImplementationTypes(
                ReadChangesImpl.class, HeldDeletesImpl.class, PushRecordsImpl.class, EmptyBatch.class);
        temporal.newWorker(TaskQueues.ofSystem(SALESFORCE))
                .registerActivitiesImplementations(script, new PushRecordsTest.Ledger());
        temporal.start();
        return temporal;
    }

    private static void read(TestWorkflowEnvironment temporal) {
        temporal.getWorkflowClient()
                .newWorkflowStub(
                        ReadChanges.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(READ)
                                .setTaskQueue(TaskQueues.RECORDSYNC)
                                .build())
                .read(new ReadChangesInput(
                        "default", SALESFORCE, "contact", null, null, null, null, "person/test", null));
    }

    private static WorkflowExecutionHistory history(TestWorkflowEnvironment temporal, String workflow) {
        return temporal.getWorkflowClient().fetchHistory(workflow);
    }

    /** A chunk with nothing to do. */
    public static final class EmptyBatch implements SyncBatch {

        @Override
        public void run(SyncBatchInput input) {}

        @Override
        public SyncBatchStatus status(@Nullable StatusOf asked) {
            return new SyncBatchStatus(0, List.of(), List.of(), List.of());
        }
    }
}
