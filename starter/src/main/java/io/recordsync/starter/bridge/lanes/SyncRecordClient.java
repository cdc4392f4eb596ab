package io.recordsync.starter.bridge.lanes;

import io.recordsync.store.ledger.RecordKey;
import io.recordsync.workflows.Changed;
import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.Resolve;
import io.recordsync.workflows.Retry;
import io.recordsync.workflows.Skip;
import io.recordsync.workflows.SyncRecord;
import io.recordsync.workflows.SyncRecordInput;
import io.recordsync.workflows.SyncRecordStatus;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.Priority;
import java.util.function.BiConsumer;

/** Starts, signals and queries the workflows that carry records. Each call is one request to Temporal. */
public final class SyncRecordClient {

    /** Temporal's limit for a static summary. */
    private static final int MAX_SUMMARY = 200;

    private final WorkflowClient client;

    public SyncRecordClient(WorkflowClient client) {
        this.client = client;
    }

    /** Signals the record's workflow about a revision. Starts the workflow if none runs. */
    public void changed(RecordKey key, long revision) {
        signalWithStart(
                key,
                Priorities.LIVE,
                (request, workflow) -> request.add(workflow::changed, new Changed(revision, Priorities.LIVE)));
    }

    /** Retries parked deliveries at once, also if the run that parked them has ended. */
    public void retry(RecordKey key, Retry retry) {
        signalWithStart(key, Priorities.PERSON, (request, workflow) -> request.add(workflow::retry, retry));
    }

    /** Skips parked deliveries, also if the run that parked them has ended. */
    public void skip(RecordKey key, Skip skip) {
        signalWithStart(key, Priorities.PERSON, (request, workflow) -> request.add(workflow::skip, skip));
    }

    /** Decides a conflict. */
    public void resolve(RecordKey key, Resolve resolve) {
        signalWithStart(key, Priorities.PERSON, (request, workflow) -> request.add(workflow::resolve, resolve));
    }

    /** Queries the record's newest run, and blocks until a worker has answered. */
    public SyncRecordStatus status(RecordKey key) {
        return client.newWorkflowStub(SyncRecord.class, id(key)).status();
    }

    private void signalWithStart(RecordKey key, int priority, BiConsumer<BatchRequest, SyncRecord> signal) {
        SyncRecord workflow = client.newWorkflowStub(SyncRecord.class, options(key, priority));
        BatchRequest request = client.newSignalWithStartRequest();
        request.add(workflow::run, input(key));
        signal.accept(request, workflow);
        client.signalWithStart(request);
    }

    private static WorkflowOptions options(RecordKey key, int priority) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(id(key))
                .setTaskQueue(TaskQueues.RECORDSYNC)
                .setStaticSummary(summary(key))
                .setPriority(Priority.newBuilder()
                        .setPriorityKey(priority)
                        .setFairnessKey(key.tenant())
                        .build())
                .build();
    }

    public static String id(RecordKey key) {
        return WorkflowIds.syncRecord(key.tenant(), key.entity(), key.recordId());
    }

    private static String summary(RecordKey key) {
        String summary = key.entity() + " " + key.recordId();
        return summary.length() * 4 <= MAX_SUMMARY ? summary : key.entity();
    }

    private static SyncRecordInput input(RecordKey key) {
        return SyncRecordInput.of(key.tenant(), key.entity(), key.recordId());
    }
}
