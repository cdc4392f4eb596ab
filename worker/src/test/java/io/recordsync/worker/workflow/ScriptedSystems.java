package io.recordsync.worker.workflow;

import io.recordsync.workflows.DeadLetterActivities;
import io.recordsync.workflows.DeliveryActivities;
import io.recordsync.workflows.DeliveryFailure;
import io.recordsync.workflows.DeliveryRequest;
import io.recordsync.workflows.DeliveryResult;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.ParkedDelivery;
import io.recordsync.workflows.ParkedNotice;
import io.recordsync.workflows.ResolveRequest;
import io.recordsync.workflows.ResolveResult;
import io.recordsync.workflows.Retry;
import io.recordsync.workflows.RouteAllRequest;
import io.recordsync.workflows.RouteAllResult;
import io.recordsync.workflows.RouteRequest;
import io.recordsync.workflows.RouteResult;
import io.recordsync.workflows.RoutingActivities;
import io.recordsync.workflows.SkipRequest;
import io.recordsync.workflows.Times;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Stands in for the ledger and the systems: it has one record's image, and for each system a script of what its next
 * deliveries do.
 */
final class ScriptedSystems implements RoutingActivities, DeliveryActivities, DeadLetterActivities {

    static final Times TIMES =
            new Times(Duration.ofSeconds(60), Duration.ofMinutes(5), Duration.ofHours(6), Duration.ofDays(30));

    private static final Instant NOW = Instant.now();

    private final Map<String, Long> settled = new LinkedHashMap<>();
    private final Map<String, Deque<Supplier<DeliveryResult>>> scripts = new LinkedHashMap<>();
    private final Map<String, ParkedDelivery> parkedInLedger = new LinkedHashMap<>();
    private final Map<String, String> rulesOfWorkers = new LinkedHashMap<>();
    private final List<DeliveryRequest> deliveries = new ArrayList<>();
    private final List<ParkedNotice> deadLetters = new ArrayList<>();
    private final List<SkipRequest> skips = new ArrayList<>();
    private final List<ResolveRequest> decisions = new ArrayList<>();
    private long revision;
    private int decisionsToHold;
    private String rules = "rules";
    private int routes;
    private int routesToFail;
    private int deadLettersToFail;
    private Runnable duringNextRoute = () -> {};

    ScriptedSystems(String... systems) {
        for (String system : systems) {
            settled.put(system, 0L);
            scripts.put(system, new ArrayDeque<>());
        }
    }

    synchronized void change() {
        revision++;
    }

    synchronized long revision() {
        return revision;
    }

    /** Lets this number of routes fail, as when the database is unavailable. */
    synchronized void failRoutes(int count) {
        routesToFail = count;
    }

    /** Executes the step during the next route. */
    synchronized void duringNextRoute(Runnable step) {
        duringNextRoute = step;
    }

    /** Lets this number of writes to the dead-letter topic fail. */
    synchronized void failDeadLetters(int count) {
        deadLettersToFail = count;
    }

    /** The next delivery to the system executes this step, and is then refused. */
    void refuseAfter(String system, boolean passing, Runnable step) {
        script(system, () -> {
            step.run();
            return giveUp(system, passing);
        });
    }

    /** The next delivery to the system executes this step instead of succeeding. */
    synchronized void script(String system, Supplier<DeliveryResult> step) {
        scripts.get(system).add(step);
    }

    /** Removes all scripts, so that each further delivery succeeds. */
    synchronized void takeAllFromNowOn() {
        scripts.values().forEach(Deque::clear);
    }

    synchronized void refuse(String system) {
        script(system, () -> giveUp(system, false));
    }

    synchronized void refuseForNow(String system) {
        script(system, () -> giveUp(system, true));
    }

    synchronized List<DeliveryRequest> deliveriesTo(String system) {
        return deliveries.stream().filter(one -> one.system().equals(system)).toList();
    }

    @Override
    public RouteAllResult routeAll(RouteAllRequest request) {
        throw new AssertionError("a record's own workflow routes it alone");
    }

    synchronized List<ParkedNotice> deadLetters() {
        return List.copyOf(deadLetters);
    }

    synchronized List<SkipRequest> skips() {
        return List.copyOf(skips);
    }

    /** The newest revision that is settled at the system. */
    synchronized long settled(String system) {
        return settled.getOrDefault(system, 0L);
    }

    /** Parks the delivery in the ledger, as a workflow that has ended since would have done. */
    synchronized void parkInLedger(String system) {
        park(system, failure(system, false));
    }

    synchronized boolean isParkedInLedger(String system) {
        return parkedInLedger.containsKey(system);
    }

    synchronized boolean isAnythingParkedInLedger() {
        return !parkedInLedger.isEmpty();
    }

    /**
     * Settles the delivery, as another process would have done: a chunk that delivered it, or a route to other systems.
     */
    synchronized void settleElsewhere(String system) {
        settled.put(system, revision);
        parkedInLedger.remove(system);
    }

    /** Removes the system from the record's route. The next route settles its delivery as unrouted. */
    synchronized void leadAway(String system) {
        settled.remove(system);
    }

    synchronized void leadTo(String system) {
        settled.put(system, 0L);
    }

    /** Sets the rules by which records are routed from now on. */
    synchronized void routeBy(String other) {
        rules = other;
    }

    /** The system's worker has these rules, and gives back deliveries that were routed by others. */
    synchronized void workerHas(String system, String other) {
        rulesOfWorkers.put(system, other);
    }

    synchronized int routes() {
        return routes;
    }

    @Override
    public RouteResult route(RouteRequest request) {
        RouteResult result = answer(request);
        takeStep().run();
        return result;
    }

    private synchronized Runnable takeStep() {
        Runnable step = duringNextRoute;
        duringNextRoute = () -> {};
        return step;
    }

    private synchronized RouteResult answer(RouteRequest request) {
        if (routesToFail > 0) {
            routesToFail--;
            throw ApplicationFailure.newFailure("the database is unavailable", FailureTypes.WAITING);
        }
        routes++;
        parkedInLedger.keySet().retainAll(settled.keySet());
        Retry retry = request.retry();
        List<String> due = settled.keySet().stream()
                .filter(system -> settled.get(system) < revision
                        || retry != null && retry.names(system) && isParkedInLedger(system))
                .toList();
        return new RouteResult(revision, due, TIMES, rules, List.copyOf(parkedInLedger.values()));
    }

    @Override
    public synchronized void skip(SkipRequest request) {
        skips.add(request);
        parkedInLedger
                .keySet()
                .removeIf(system ->
                        request.skip().names(system) && !request.underWay().contains(system));
    }

    /** The next decisions have to wait for a delivery that is under way. */
    synchronized void holdDecisions(int count) {
        decisionsToHold = count;
    }

    synchronized List<ResolveRequest> decisions() {
        return List.copyOf(decisions);
    }

    /** A decision makes the record due again, as it does in the ledger. */
    @Override
    public synchronized ResolveResult resolve(ResolveRequest request) {
        if (decisionsToHold > 0) {
            decisionsToHold--;
            return new ResolveResult(ResolveResult.Outcome.LATER, "It waits.");
        }
        decisions.add(request);
        revision++;
        return new ResolveResult(ResolveResult.Outcome.DECIDED, "It is decided.");
    }

    @Override
    public DeliveryResult deliver(DeliveryRequest request) {
        Supplier<DeliveryResult> step;
        synchronized (this) {
            deliveries.add(request);
            requireSameRules(request);
            step = scripts.get(request.system()).poll();
        }
        return step == null ? succeed(request.system()) : step.get();
    }

    private void requireSameRules(DeliveryRequest request) {
        String has = rulesOfWorkers.getOrDefault(request.system(), request.rules());
        if (!Objects.equals(has, request.rules())) {
            throw ApplicationFailure.newBuilder()
                    .setType(FailureTypes.OTHER_RULES)
                    .setMessage("this worker has other rules")
                    .setNonRetryable(true)
                    .build();
        }
    }

    @Override
    public synchronized void publishParked(ParkedNotice notice) {
        if (deadLettersToFail > 0) {
            deadLettersToFail--;
            throw ApplicationFailure.newFailure("Kafka is away", "UNAVAILABLE");
        }
        deadLetters.add(notice);
    }

    synchronized DeliveryResult succeed(String system) {
        settled.put(system, revision);
        parkedInLedger.remove(system);
        return new DeliveryResult(revision, "applied");
    }

    private synchronized DeliveryResult giveUp(String system, boolean passing) {
        DeliveryFailure failure = failure(system, passing);
        park(system, failure);
        throw ApplicationFailure.newBuilder()
                .setType(FailureTypes.PARKED)
                .setMessage(failure.reason())
                .setDetails(failure)
                .setNonRetryable(true)
                .build();
    }

    private DeliveryFailure failure(String system, boolean passing) {
        return new DeliveryFailure(revision, "REFUSED", system + " refused the record.", "error-" + revision, passing);
    }

    private void park(String system, DeliveryFailure failure) {
        settled.put(system, revision);
        parkedInLedger.put(system, new ParkedDelivery(system, revision, NOW, 0, failure));
    }
}
