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
import io.recordsync.workflows.Retry;
import io.recordsync.workflows.RouteRequest;
import io.recordsync.workflows.RouteResult;
import io.recordsync.workflows.RoutingActivities;
import io.recordsync.workflows.SkipRequest;
import io.recordsync.workflows.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Routes by the ledger's newest image. */
public final class RoutingActivitiesImpl implements RoutingActivities {

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
        RecordKey key = new RecordKey(request.tenant(), request.entity(), request.recordId());
        return store.routing().candidates(List.of(key)).stream()
                .findFirst()
                .map(candidate -> route(candidate, request.retry()))
                .orElse(new RouteResult(0, List.of(), times));
    }

    private RouteResult route(Candidate candidate, @Nullable Retry retry) {
        Route route = rules.route(Images.forRules(candidate.image()), candidate.known());
        List<String> systems = List.copyOf(route.actions().keySet());
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

    @Override
    public void skip(SkipRequest request) {
        RecordKey key = new RecordKey(request.tenant(), request.entity(), request.recordId());
        parkedSystems(store.ledger(), key)
                .filter(request.skip()::names)
                .forEach(system -> store.deliveries().skip(key, system));
    }

    private static Stream<String> parkedSystems(LedgerReader ledger, RecordKey key) {
        return ledger.status(key).stream()
                .flatMap(status -> status.deliveries().stream())
                .filter(delivery -> delivery.state() == DeliveryState.PARKED)
                .map(RecordStatus.Delivery::system);
    }
}
