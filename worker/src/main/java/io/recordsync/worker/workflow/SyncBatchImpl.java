package io.recordsync.worker.workflow;

import io.recordsync.workflows.DeliverAllRequest;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.HandOverRequest;
import io.recordsync.workflows.HandedOver;
import io.recordsync.workflows.RouteAllRequest;
import io.recordsync.workflows.RouteAllResult;
import io.recordsync.workflows.RouteAllResult.Part;
import io.recordsync.workflows.StatusOf;
import io.recordsync.workflows.SyncBatch;
import io.recordsync.workflows.SyncBatchInput;
import io.recordsync.workflows.SyncBatchStatus;
import io.recordsync.workflows.Times;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Routes the chunk, lets the parts of all systems run side by side, and hands over what has to go on by itself. */
public final class SyncBatchImpl implements SyncBatch {

    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final SyncBatchInput chunk;
    private final BatchStubs stubs;
    private final Map<String, Progress> systems = new LinkedHashMap<>();
    private final List<HandedOver> handedOver = new ArrayList<>();
    private final List<Promise<Void>> handOvers = new ArrayList<>();

    @WorkflowInit
    public SyncBatchImpl(SyncBatchInput input) {
        chunk = input;
        stubs = new BatchStubs(input);
    }

    /** How far one system's part is. */
    private static final class Progress {

        private final List<String> due;
        private int settled;
        private List<String> waiting;

        private Progress(Part part) {
            due = part.recordIds();
            waiting = part.recordIds();
        }
    }

    @Override
    public void run(SyncBatchInput input) {
        RouteAllResult route =
                stubs.routing().routeAll(new RouteAllRequest(chunk.tenant(), chunk.entity(), chunk.recordIds()));
        handOver(route.parked());
        List<Promise<Void>> parts = new ArrayList<>();
        for (Part part : route.parts()) {
            Progress progress = new Progress(part);
            systems.put(part.system(), progress);
            parts.add(Async.procedure(() -> deliver(part.system(), progress, route.times())));
        }
        Promise.allOf(parts).get();
        Promise.allOf(handOvers).get();
        goOnWithWhatWaits();
    }

    @Override
    public SyncBatchStatus status(@Nullable StatusOf asked) {
        List<SyncBatchStatus.OfSystem> counts = new ArrayList<>();
        systems.forEach((system, progress) ->
                counts.add(new SyncBatchStatus.OfSystem(system, progress.due.size(), progress.settled)));
        return new SyncBatchStatus(
                chunk.recordIds().size(), counts, handedOver, asked == null ? List.of() : statusOf(asked.recordId()));
    }

    /** What was parked before is handed over without being due here. */
    private List<SyncBatchStatus.OfRecord> statusOf(String recordId) {
        Map<String, String> outcomes = new LinkedHashMap<>();
        systems.forEach((system, progress) -> {
            if (progress.due.contains(recordId)) {
                outcomes.put(system, progress.waiting.contains(recordId) ? "waiting" : "settled");
            }
        });
        handedOver.stream()
                .filter(one -> one.recordId().equals(recordId))
                .forEach(one -> outcomes.put(one.system(), one.reason()));
        return outcomes.entrySet().stream()
                .map(one -> new SyncBatchStatus.OfRecord(one.getKey(), one.getValue()))
                .toList();
    }

    private void deliver(String system, Progress progress, Times times) {
        while (!progress.waiting.isEmpty() && !isLong()) {
            DeliverAllRequest request = new DeliverAllRequest(
                    chunk.tenant(), chunk.entity(), progress.waiting, system, stubs.owner(system));
            DeliverAllResult result = stubs.chunks(system, times).deliverAll(request);
            progress.settled += result.settled();
            progress.waiting = result.waiting();
            handOver(result.handedOver());
            if (!progress.waiting.isEmpty()) {
                Workflow.sleep(result.pause().compareTo(SHORTEST) < 0 ? SHORTEST : result.pause());
            }
        }
    }

    /** Begins it; no other record waits for its end. */
    private void handOver(List<HandedOver> records) {
        if (records.isEmpty()) {
            return;
        }
        handedOver.addAll(records);
        List<String> recordIds =
                records.stream().map(HandedOver::recordId).distinct().toList();
        HandOverRequest request = new HandOverRequest(chunk.tenant(), chunk.entity(), recordIds);
        handOvers.add(Async.procedure(stubs.handOver()::handOver, request));
    }

    /** A history that grew long in an outage begins anew with what still waits. */
    private void goOnWithWhatWaits() {
        Set<String> waiting = new LinkedHashSet<>();
        systems.values().forEach(progress -> waiting.addAll(progress.waiting));
        if (!waiting.isEmpty()) {
            Workflow.newContinueAsNewStub(SyncBatch.class)
                    .run(new SyncBatchInput(chunk.tenant(), chunk.entity(), List.copyOf(waiting)));
        }
    }

    private static boolean isLong() {
        return Workflow.getInfo().isContinueAsNewSuggested();
    }
}
