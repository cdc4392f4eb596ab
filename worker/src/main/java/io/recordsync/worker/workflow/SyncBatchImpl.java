package io.recordsync.worker.workflow;

import io.recordsync.workflows.DeliverAllRequest;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.HandOverRequest;
import io.recordsync.workflows.HandedOver;
import io.recordsync.workflows.RouteAllRequest;
import io.recordsync.workflows.RouteAllResult;
import io.recordsync.workflows.RouteAllResult.Part;
import io.recordsync.workflows.RulesText;
import io.recordsync.workflows.StatusOf;
import io.recordsync.workflows.SyncBatch;
import io.recordsync.workflows.SyncBatchInput;
import io.recordsync.workflows.SyncBatchStatus;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Routes the chunk, delivers to all systems in parallel, and hands over the records that continue in workflows of their
 * own.
 */
public final class SyncBatchImpl implements SyncBatch {

    private static final Duration MIN_WAIT = Duration.ofMillis(100);

    private final SyncBatchInput chunk;
    private final BatchStubs stubs;
    private final Map<String, Progress> systems = new LinkedHashMap<>();
    private final List<Promise<Void>> parts = new ArrayList<>();
    private final List<HandedOver> handedOver = new ArrayList<>();
    private final List<Promise<Void>> handOvers = new ArrayList<>();

    @WorkflowInit
    public SyncBatchImpl(SyncBatchInput input) {
        chunk = input;
        stubs = new BatchStubs(input);
    }

    /** The progress of one system's part. */
    private static final class Progress {

        private final Set<String> due = new LinkedHashSet<>();
        private final List<String> added = new ArrayList<>();
        private List<String> waiting = List.of();
        private int settled;
        private int otherRules;
        private boolean running;
        private @Nullable String awaitedRules;

        /** Adds the records that are not in the part yet: they are sent with the next call. */
        private void add(List<String> recordIds) {
            recordIds.stream().filter(due::add).forEach(added::add);
        }

        private boolean hasMore() {
            waiting = Stream.concat(waiting.stream(), added.stream()).toList();
            added.clear();
            return !waiting.isEmpty();
        }

        private void take(DeliverAllResult result, @Nullable String rules) {
            settled += result.settled();
            waiting = result.waiting();
            otherRules = result.otherRules() == null ? 0 : otherRules + 1;
            awaitedRules = result.otherRules() == null ? null : rules;
        }

        /** Keeps the waiting records that are still due here after they were routed again. */
        private void keep(Set<String> stillDue) {
            List<String> others =
                    waiting.stream().filter(id -> !stillDue.contains(id)).toList();
            others.forEach(due::remove);
            waiting = waiting.stream().filter(stillDue::contains).toList();
        }

        private String outcome() {
            return awaitedRules == null ? "waiting" : RulesText.waitsFor(awaitedRules);
        }
    }

    @Override
    public void run(SyncBatchInput input) {
        begin(route(chunk.recordIds()));
        awaitParts();
        Promise.allOf(handOvers).get();
        goOnWithWhatWaits();
    }

    private RouteAllResult route(List<String> recordIds) {
        return stubs.routing().routeAll(new RouteAllRequest(chunk.tenant(), chunk.entity(), recordIds));
    }

    private void begin(RouteAllResult route) {
        handOver(route.parked());
        for (Part part : route.parts()) {
            Progress progress = systems.computeIfAbsent(part.system(), system -> new Progress());
            progress.add(part.recordIds());
            if (!progress.running && !progress.added.isEmpty()) {
                progress.running = true;
                parts.add(Async.procedure(() -> deliver(part.system(), progress, route)));
            }
        }
    }

    /** One part may begin another, when records are routed again. */
    private void awaitParts() {
        for (int part = 0; part < parts.size(); part++) {
            parts.get(part).get();
        }
    }

    @Override
    public SyncBatchStatus status(@Nullable StatusOf asked) {
        List<SyncBatchStatus.OfSystem> counts = new ArrayList<>();
        systems.forEach((system, progress) ->
                counts.add(new SyncBatchStatus.OfSystem(system, progress.due.size(), progress.settled)));
        return new SyncBatchStatus(
                chunk.recordIds().size(), counts, handedOver, asked == null ? List.of() : statusOf(asked.recordId()));
    }

    /** A delivery that was parked before is handed over without being due here. */
    private List<SyncBatchStatus.OfRecord> statusOf(String recordId) {
        Map<String, String> outcomes = new LinkedHashMap<>();
        systems.forEach((system, progress) -> {
            if (progress.due.contains(recordId)) {
                outcomes.put(system, progress.waiting.contains(recordId) ? progress.outcome() : "settled");
            }
        });
        handedOver.stream()
                .filter(one -> one.recordId().equals(recordId))
                .forEach(one -> outcomes.put(one.system(), one.reason()));
        return outcomes.entrySet().stream()
                .map(one -> new SyncBatchStatus.OfRecord(one.getKey(), one.getValue()))
                .toList();
    }

    private void deliver(String system, Progress progress, RouteAllResult first) {
        RouteAllResult route = first;
        while (progress.hasMore() && !isLong()) {
            DeliverAllRequest request = new DeliverAllRequest(
                    chunk.tenant(), chunk.entity(), progress.waiting, system, stubs.owner(system), route.rules());
            DeliverAllResult result =
                    stubs.chunks(system, route.times(), progress.waiting.size()).deliverAll(request);
            progress.take(result, route.rules());
            handOver(result.handedOver());
            if (result.otherRules() != null) {
                route = routeAgain(system, progress);
            } else if (!progress.waiting.isEmpty()) {
                Workflow.sleep(result.pause().compareTo(MIN_WAIT) < 0 ? MIN_WAIT : result.pause());
            }
        }
        progress.running = false;
    }

    /**
     * The worker has other rules. After a pause the waiting records are routed again and delivered by the rules of that
     * routing, which may send them to other systems too.
     */
    private RouteAllResult routeAgain(String system, Progress progress) {
        Workflow.sleep(OtherRules.pauseAfter(progress.otherRules - 1));
        RouteAllResult route = route(progress.waiting);
        progress.keep(route.parts().stream()
                .filter(part -> part.system().equals(system))
                .flatMap(part -> part.recordIds().stream())
                .collect(Collectors.toSet()));
        begin(route);
        return route;
    }

    /** Starts to hand over; no other record waits for its end. */
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

    /** When the history has become too long in an outage, continues as new with the records that still wait. */
    private void goOnWithWhatWaits() {
        Set<String> waiting = new LinkedHashSet<>();
        systems.values().forEach(progress -> waiting.addAll(progress.waiting));
        if (!waiting.isEmpty()) {
            Workflow.newContinueAsNewStub(SyncBatch.class)
                    .run(new SyncBatchInput(chunk.tenant(), chunk.entity(), List.copyOf(waiting), chunk.priority()));
        }
    }

    private static boolean isLong() {
        return Workflow.getInfo().isContinueAsNewSuggested();
    }
}
