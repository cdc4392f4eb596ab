package io.recordsync.worker.workflow;

import io.recordsync.workflows.ChunkActivities;
import io.recordsync.workflows.DeliverAllRequest;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.HandOverActivities;
import io.recordsync.workflows.HandOverRequest;
import io.recordsync.workflows.HandedOver;
import io.recordsync.workflows.ResolveRequest;
import io.recordsync.workflows.ResolveResult;
import io.recordsync.workflows.RouteAllRequest;
import io.recordsync.workflows.RouteAllResult;
import io.recordsync.workflows.RouteAllResult.Part;
import io.recordsync.workflows.RouteRequest;
import io.recordsync.workflows.RouteResult;
import io.recordsync.workflows.RoutingActivities;
import io.recordsync.workflows.SkipRequest;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Stands in for the ledger, the systems and the starter in a chunk's workflow. Every step that no script changes
 * succeeds.
 */
final class ScriptedChunks implements RoutingActivities, ChunkActivities, HandOverActivities {

    private final Map<String, Set<String>> due = new LinkedHashMap<>();
    private final List<HandedOver> parked = new ArrayList<>();
    private final Map<String, Deque<Function<DeliverAllRequest, DeliverAllResult>>> scripts = new LinkedHashMap<>();
    private final List<RouteAllRequest> routes = new ArrayList<>();
    private final List<DeliverAllRequest> deliveries = new ArrayList<>();
    private final List<HandOverRequest> handOvers = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private String rules = "rules";
    private int handOversToFail;

    synchronized void due(String system, List<String> recordIds) {
        due.put(system, new LinkedHashSet<>(recordIds));
    }

    synchronized void parked(HandedOver delivery) {
        parked.add(delivery);
    }

    /** The next call for the system executes this step instead of settling all records. */
    synchronized void script(String system, Function<DeliverAllRequest, DeliverAllResult> step) {
        scripts.computeIfAbsent(system, any -> new ArrayDeque<>()).add(step);
    }

    /** Sets the rules by which records are routed from now on. */
    synchronized void routeBy(String other) {
        rules = other;
    }

    /** At the next call for the system, its worker has other rules. */
    void giveBack(String system, String workerHas) {
        script(system, request -> new DeliverAllResult(0, List.of(), request.recordIds(), Duration.ZERO, workerHas));
    }

    /**
     * Makes the history so long that Temporal suggests to continue as new: the next calls for the system settle
     * nothing, and have large results.
     */
    void makeHistoryLong(String system) {
        HandedOver large = new HandedOver("A9", system, Harness.PADDING);
        for (int call = 0; call < Harness.SIGNALS_OF_A_LONG_HISTORY; call++) {
            script(
                    system,
                    request ->
                            new DeliverAllResult(0, List.of(large), request.recordIds(), Duration.ofMinutes(1), null));
        }
    }

    /** The next call for the system fails for all records. */
    void fail(String system, Duration pause) {
        script(system, request -> new DeliverAllResult(0, List.of(), request.recordIds(), pause, null));
    }

    /** At the next call for the system, its circuit is open. */
    void shut(String system) {
        script(system, request -> {
            throw ApplicationFailure.newFailure("the circuit is open", FailureTypes.WAITING);
        });
    }

    /** Lets this number of hand-overs fail, as when the starter cannot reach Temporal. */
    synchronized void failHandOvers(int count) {
        handOversToFail = count;
    }

    synchronized List<RouteAllRequest> routes() {
        return List.copyOf(routes);
    }

    synchronized List<DeliverAllRequest> deliveriesTo(String system) {
        return deliveries.stream().filter(one -> one.system().equals(system)).toList();
    }

    /** The records of each hand-over that succeeded. */
    synchronized List<List<String>> handedOver() {
        return handOvers.stream().map(HandOverRequest::recordIds).toList();
    }

    /** The steps that succeeded, in their order: the names of systems, and {@code handed over}. */
    synchronized List<String> steps() {
        return List.copyOf(steps);
    }

    @Override
    public synchronized RouteAllResult routeAll(RouteAllRequest request) {
        routes.add(request);
        List<Part> parts = new ArrayList<>();
        due.forEach((system, recordIds) -> {
            List<String> wanted =
                    request.recordIds().stream().filter(recordIds::contains).toList();
            if (!wanted.isEmpty()) {
                parts.add(new Part(system, wanted));
            }
        });
        return new RouteAllResult(parts, parked, ScriptedSystems.TIMES, rules);
    }

    @Override
    public synchronized DeliverAllResult deliverAll(DeliverAllRequest request) {
        deliveries.add(request);
        Function<DeliverAllRequest, DeliverAllResult> step =
                scripts.getOrDefault(request.system(), new ArrayDeque<>()).poll();
        DeliverAllResult result = step == null
                ? new DeliverAllResult(request.recordIds().size(), List.of(), List.of(), Duration.ZERO, null)
                : step.apply(request);
        due.get(request.system())
                .removeIf(recordId -> request.recordIds().contains(recordId)
                        && !result.waiting().contains(recordId));
        steps.add(request.system());
        return result;
    }

    @Override
    public synchronized void handOver(HandOverRequest request) {
        if (handOversToFail > 0) {
            handOversToFail--;
            throw ApplicationFailure.newFailure("Temporal is away", "UNAVAILABLE");
        }
        handOvers.add(request);
        steps.add("handed over");
    }

    @Override
    public RouteResult route(RouteRequest request) {
        throw new AssertionError("a chunk routes all at once");
    }

    @Override
    public void skip(SkipRequest request) {
        throw new AssertionError("a chunk skips nothing");
    }

    @Override
    public ResolveResult resolve(ResolveRequest request) {
        throw new AssertionError("a chunk decides nothing");
    }
}
