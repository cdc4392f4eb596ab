package io.recordsync.worker.workflow;

import io.recordsync.workflows.Changed;
import io.recordsync.workflows.Messages;
import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.SearchAttributes;
import io.recordsync.workflows.SyncRecord;
import io.recordsync.workflows.SyncRecordInput;
import io.recordsync.workflows.SyncRecordStatus;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs one record's {@code SyncRecord} on Temporal's in-memory server, with scripted systems. */
final class Harness implements AutoCloseable {

    static final String SALESFORCE = "salesforce";
    static final String HUBSPOT = "hubspot";
    static final SyncRecordInput RECORD = SyncRecordInput.of("default", "contact", "A1234");

    static final String PADDING = "x".repeat(900_000);
    static final int SIGNALS_OF_A_LONG_HISTORY = 5;

    final ScriptedSystems systems = new ScriptedSystems(SALESFORCE, HUBSPOT);
    private final TestWorkflowEnvironment temporal;

    Harness() {
        temporal = newEnvironment();
        Worker workflows = temporal.newWorker(TaskQueues.RECORDSYNC);
        workflows.registerWorkflowImplementationTypes(SyncRecordImpl.class);
        workflows.registerActivitiesImplementations(systems);
        for (String queue :
                List.of(TaskQueues.ofSystem(SALESFORCE), TaskQueues.ofSystem(HUBSPOT), TaskQueues.STARTER)) {
            temporal.newWorker(queue).registerActivitiesImplementations(systems);
        }
        temporal.start();
    }

    static TestWorkflowEnvironment newEnvironment() {
        return TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Messages.converter(List.of()))
                        .build())
                .setWorkflowServiceStubsOptions(WorkflowServiceStubsOptions.newBuilder()
                        .setGrpcClientInterceptors(List.of(new AbandonedActivities()))
                        .build())
                .registerSearchAttribute(
                        SearchAttributes.SYNC_STATUS.getName(), SearchAttributes.SYNC_STATUS.getValueType())
                .registerSearchAttribute(
                        SearchAttributes.SYNC_FAILED_SYSTEMS.getName(),
                        SearchAttributes.SYNC_FAILED_SYSTEMS.getValueType())
                .build());
    }

    WorkflowStub changed(long revision) {
        return signalWithStart("changed", new Changed(revision, Priorities.LIVE));
    }

    WorkflowStub signalWithStart(String signal, @Nullable Object argument) {
        WorkflowStub run = temporal.getWorkflowClient()
                .newUntypedWorkflowStub(
                        SyncRecord.TYPE,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(id())
                                .setTaskQueue(TaskQueues.RECORDSYNC)
                                .build());
        run.signalWithStart(signal, new @Nullable Object[] {argument}, new Object[] {RECORD});
        return run;
    }

    WorkflowStub running() {
        return temporal.getWorkflowClient().newUntypedWorkflowStub(id());
    }

    /** Sends signals that change nothing, and that are so large that Temporal suggests to continue as new. */
    void makeHistoryLong() {
        Map<String, Object> large = Map.of("revision", 0, "priority", Priorities.BACKFILL, "padding", PADDING);
        for (int signal = 0; signal < SIGNALS_OF_A_LONG_HISTORY; signal++) {
            running().signal("changed", large);
        }
    }

    /** Whether the newest run of the chain is still running. */
    boolean isRunning() {
        return running().describe().getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    }

    boolean isShownAsFailed() {
        return running().describe().getTypedSearchAttributes().containsKey(SearchAttributes.SYNC_STATUS);
    }

    SyncRecordStatus status() {
        return running().query("status", SyncRecordStatus.class);
    }

    String runId() {
        return running().describe().getExecution().getRunId();
    }

    void pass(Duration time) {
        temporal.sleep(time);
    }

    /** The history of the first run of the chain. */
    WorkflowExecutionHistory firstHistory() {
        return temporal.getWorkflowClient()
                .fetchHistory(
                        id(), running().describe().getWorkflowExecutionInfo().getFirstRunId());
    }

    WorkflowExecutionHistory history() {
        return temporal.getWorkflowClient().fetchHistory(id());
    }

    @Override
    public void close() {
        temporal.close();
    }

    private static String id() {
        return WorkflowIds.syncRecord(RECORD.tenant(), RECORD.entity(), RECORD.recordId());
    }
}
