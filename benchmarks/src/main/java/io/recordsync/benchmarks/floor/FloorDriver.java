package io.recordsync.benchmarks.floor;

import io.recordsync.benchmarks.harness.BenchEnvironment;
import io.recordsync.benchmarks.harness.BenchMessages;
import io.recordsync.benchmarks.harness.RecordSender;
import io.recordsync.store.Store;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.RecordKey;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does what the starter does for the record lane: accepts polls of 1,000 changes, then starts a workflow for each, 32
 * at a time.
 */
public final class FloorDriver implements RecordSender {

    private static final int POLL = 1000;
    private static final int AT_A_TIME = 32;
    private static final TypeReference<Map<String, @Nullable Object>> FIELDS = new TypeReference<>() {};

    private final JsonMapper json = JsonMapper.builder().build();
    private final Store store;
    private final WorkflowClient client;
    private final BenchMessages messages;
    private long sent;

    public FloorDriver(BenchEnvironment site, BenchMessages messages) {
        this.store = site.ledger().store();
        this.client = FloorProcess.client(site.servers().environment());
        this.messages = messages;
    }

    static RecordKey key(String recordId) {
        return new RecordKey("default", "contact", recordId);
    }

    @Override
    public String name() {
        return "floor";
    }

    @Override
    public void submit(int events) {
        for (int from = 0; from < events; from += POLL) {
            List<Change> poll = poll(Math.min(POLL, events - from));
            store.acceptance().accept(poll);
            start(poll);
        }
    }

    private List<Change> poll(int events) {
        List<Change> changes = new ArrayList<>();
        for (int n = 0; n < events; n++) {
            changes.add(change(json.readTree(messages.next("floor").value()).required("item")));
        }
        return changes;
    }

    private Change change(JsonNode item) {
        Map<String, @Nullable Object> fields = json.treeToValue(item, FIELDS);
        fields.remove("id");
        sent++;
        return new Change(
                "floor-" + sent,
                key(item.required("id").asString()),
                "floor",
                Operation.CREATE,
                Form.SNAPSHOT,
                null,
                fields,
                "floor/" + sent);
    }

    private void start(List<Change> poll) {
        Semaphore slots = new Semaphore(AT_A_TIME);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> starts = new ArrayList<>();
            poll.forEach(
                    change -> starts.add(threads.submit(() -> start(change.key().recordId(), slots))));
            starts.forEach(FloorDriver::await);
        }
    }

    private void start(String recordId, Semaphore slots) {
        slots.acquireUninterruptibly();
        try {
            FloorRecord workflow = client.newWorkflowStub(
                    FloorRecord.class,
                    WorkflowOptions.newBuilder()
                            .setTaskQueue(FloorRecord.QUEUE)
                            .setWorkflowId("floor/" + recordId)
                            .build());
            WorkflowClient.start(workflow::run, recordId);
        } finally {
            slots.release();
        }
    }

    private static void await(Future<?> start) {
        try {
            start.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Temporal did not start a workflow", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while workflows were started", e);
        }
    }

    @Override
    public void close() {
        client.getWorkflowServiceStubs().shutdownNow();
    }
}
