package io.recordsync.worker.routing;

import io.recordsync.rules.Route;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.DeliveryState;
import io.recordsync.store.LedgerReader;
import io.recordsync.store.RecordKey;
import io.recordsync.store.RecordStatus;
import io.recordsync.store.Routing.Candidate;
import io.recordsync.store.Routing.Routed;
import io.recordsync.store.Store;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.HandedOver;
import io.recordsync.workflows.Retry;
import io.recordsync.workflows.RouteAllRequest;
import io.recordsync.workflows.RouteAllResult;
import io.recordsync.workflows.RouteRequest;
import io.recordsync.workflows.RouteResult;
import io.recordsync.workflows.RoutingActivities;
import io.recordsync.workflows.Skip;
import io.recordsync.workflows.SkipRequest;
import io.recordsync.workflows.Times;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Routes by the ledger's newest image. */
public final class RoutingActivitiesImpl implements RoutingActivities {

    private static final Logger LOG = LoggerFactory.getLogger(RoutingActivitiesImpl.class);

    private final Store store;
    private final RuleSet rules;
    private final Times times;

    public RoutingActivitiesImpl(Store store, RuleSet rules, Times times) {
        this.store = store;
        this.rules = rules;
        this.times = times;
    }

    @Override
    public RouteResult route(RouteRequest request) {
        return orWait(
                () -> route(new RecordKey(request.tenant(), request.entity(), request.recordId()), request.retry()));
    }

    @Override
    public void skip(SkipRequest request) {
        orWait(() -> skip(new RecordKey(request.tenant(), request.entity(), request.recordId()), request.skip()));
    }

    @Override
    public RouteAllResult routeAll(RouteAllRequest request) {
        return orWait(() -> routeAll(store.routing()
                .candidates(request.recordIds().stream()
                        .map(recordId -> new RecordKey(request.tenant(), request.entity(), recordId))
                        .toList())));
    }

    private RouteAllResult routeAll(List<Candidate> candidates) {
        List<Routed> routed = new ArrayList<>();
        Map<String, List<String>> due = new LinkedHashMap<>();
        List<HandedOver> parked = new ArrayList<>();
        for (Candidate candidate : candidates) {
            List<String> systems = systems(candidate);
            routed.add(new Routed(candidate.image().key(), candidate.image().revision(), systems));
            systems.stream().filter(candidate::isDue).forEach(system -> {
                String recordId = candidate.image().key().recordId();
                if (candidate.parked().contains(system)) {
                    parked.add(new HandedOver(recordId, system, "PARKED"));
                } else {
                    due.computeIfAbsent(system, any -> new ArrayList<>()).add(recordId);
                }
            });
        }
        if (!routed.isEmpty()) {
            store.routing().routed(routed);
        }
        return new RouteAllResult(
                due.entrySet().stream()
                        .map(part -> new RouteAllResult.Part(part.getKey(), part.getValue()))
                        .toList(),
                parked,
                times);
    }

    private List<String> systems(Candidate candidate) {
        Route route = rules.route(Images.forRules(candidate.image()), candidate.known());
        return List.copyOf(route.actions().keySet());
    }

    private RouteResult route(RecordKey key, @Nullable Retry retry) {
        return store.routing().candidates(List.of(key)).stream()
                .findFirst()
                .map(candidate -> route(candidate, retry))
                .orElse(new RouteResult(0, List.of(), times));
    }

    private RouteResult route(Candidate candidate, @Nullable Retry retry) {
        List<String> systems = systems(candidate);
        store.routing()
                .routed(List.of(
                        new Routed(candidate.image().key(), candidate.image().revision(), systems)));
        List<String> due =
                new ArrayList<>(systems.stream().filter(candidate::isDue).toList());
        if (retry != null) {
            parked(candidate.image().key(), retry)
                    .filter(system -> !due.contains(system))
                    .forEach(due::add);
        }
        return new RouteResult(candidate.image().revision(), due, times);
    }

    private Stream<String> parked(RecordKey key, Retry retry) {
        return parkedSystems(store.ledger(), key).filter(retry::names);
    }

    private boolean skip(RecordKey key, Skip skip) {
        parkedSystems(store.ledger(), key)
                .filter(skip::names)
                .forEach(system -> store.deliveries().skip(key, system));
        return true;
    }

    /** Neither the database's own message nor a defect's may go into a history: they name columns and values. */
    private static <T> T orWait(Supplier<T> work) {
        try {
            return work.get();
        } catch (DataAccessException databaseAway) {
            String kind = databaseAway.getClass().getSimpleName();
            LOG.warn("the database is away ({}); the route waits", kind);
            throw ApplicationFailure.newFailure("the database is away (" + kind + ")", FailureTypes.WAITING);
        } catch (RuntimeException exception) {
            Defect defect = Defect.of(exception);
            LOG.error("routing: {}", defect);
            throw ApplicationFailure.newFailure(defect.toString(), FailureTypes.ATTEMPT_FAILED);
        }
    }

    private static Stream<String> parkedSystems(LedgerReader ledger, RecordKey key) {
        return ledger.status(key).stream()
                .flatMap(status -> status.deliveries().stream())
                .filter(delivery -> delivery.state() == DeliveryState.PARKED)
                .map(RecordStatus.Delivery::system);
    }
}
