package io.recordsync.worker.routing;

import io.recordsync.rules.Route;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.delivery.DeliveryError;
import io.recordsync.store.delivery.ParkedDeliveries.Parked;
import io.recordsync.store.delivery.Routing.Candidate;
import io.recordsync.store.delivery.Routing.Delivery;
import io.recordsync.store.delivery.Routing.Routed;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.reading.MatchKeys;
import io.recordsync.worker.reading.Resolutions;
import io.recordsync.workflows.DeliveryFailure;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.HandedOver;
import io.recordsync.workflows.OpenConflict;
import io.recordsync.workflows.ParkedDelivery;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Routes the newest images of the ledger. */
public final class RoutingActivitiesImpl implements RoutingActivities {

    private static final Logger LOG = LoggerFactory.getLogger(RoutingActivitiesImpl.class);

    /** Used as the system when a record as a whole is meant. */
    private static final String NO_SYSTEM = "-";

    private final Store store;
    private final RuleSet rules;
    private final Times times;
    private final MatchKeys matchKeys;
    private final Resolutions resolutions;
    private final ClosedSystems closed;

    public RoutingActivitiesImpl(Store store, RuleSet rules, Times times) {
        this.store = store;
        this.rules = rules;
        this.times = times;
        this.matchKeys = new MatchKeys(store, rules);
        this.resolutions = new Resolutions(store, rules);
        this.closed = new ClosedSystems(store.readers(), rules);
    }

    @Override
    public RouteResult route(RouteRequest request) {
        return orWait(
                () -> route(new RecordKey(request.tenant(), request.entity(), request.recordId()), request.retry()));
    }

    @Override
    public void skip(SkipRequest request) {
        orWait(() -> skipInLedger(request));
    }

    @Override
    public ResolveResult resolve(ResolveRequest request) {
        return orWait(() -> resolutions.resolve(
                new RecordKey(request.tenant(), request.entity(), request.recordId()), request.resolve()));
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
        List<HandedOver> alone = new ArrayList<>();
        Set<ReaderKey> linking = closed.linking();
        for (Candidate candidate : candidates) {
            String recordId = candidate.image().key().recordId();
            Optional<List<String>> systems = systems(candidate);
            if (systems.isEmpty()) {
                alone.add(new HandedOver(recordId, NO_SYSTEM, "INTERNAL"));
                continue;
            }
            List<String> wanted = closed.leaveOut(linking, candidate, wanted(candidate, systems.get()));
            routed.add(routed(candidate, wanted));
            for (String system : due(candidate, wanted)) {
                if (candidate.parked().contains(system)) {
                    alone.add(new HandedOver(recordId, system, "PARKED"));
                } else {
                    due.computeIfAbsent(system, any -> new ArrayList<>()).add(recordId);
                }
            }
        }
        if (!routed.isEmpty()) {
            note(routed, candidates)
                    .forEach(one -> alone.add(new HandedOver(one.key().recordId(), one.system(), "UNROUTED")));
        }
        return new RouteAllResult(
                due.entrySet().stream()
                        .map(part -> new RouteAllResult.Part(part.getKey(), part.getValue()))
                        .toList(),
                alone,
                times,
                rules.fingerprint());
    }

    /** A record by whose values rows are recognised is noted with those of the revision that was routed. */
    private List<Delivery> note(List<Routed> routed, List<Candidate> candidates) {
        List<Image> recognised = candidates.stream()
                .map(Candidate::image)
                .filter(image -> matchKeys.isRecognised(image.key().entity()))
                .toList();
        return recognised.isEmpty()
                ? store.routing().routed(routed, rules.fingerprint())
                : store.routing()
                        .routed(
                                routed,
                                rules.fingerprint(),
                                newest -> matchKeys.note(recognised.stream()
                                        .filter(image -> newest.contains(image.key()))
                                        .toList()));
    }

    private static Routed routed(Candidate candidate, List<String> systems) {
        return new Routed(candidate.image().key(), candidate.image().revision(), systems);
    }

    /** The systems that the rules send the record to; empty if this fails, which affects this record only. */
    private Optional<List<String>> systems(Candidate candidate) {
        try {
            Route route = rules.route(RoutedImages.forRules(candidate.image()), candidate.known());
            return Optional.of(List.copyOf(route.actions().keySet()));
        } catch (RuntimeException e) {
            LOG.error("routing {}: {}", candidate.image().key(), Defect.of(e));
            return Optional.empty();
        }
    }

    /**
     * Includes the deliveries that are behind at systems that the rules no longer name, because nothing else would
     * settle them.
     */
    private static List<String> due(Candidate candidate, List<String> wanted) {
        return Stream.concat(wanted.stream().filter(candidate::isDue), candidate.behind().stream())
                .distinct()
                .toList();
    }

    /** A row that others have deleted is not made again by a change. A delete of the record ends that. */
    private static List<String> wanted(Candidate candidate, List<String> systems) {
        return candidate.gone().isEmpty() || candidate.image().deleted()
                ? systems
                : systems.stream()
                        .filter(system -> !candidate.gone().contains(system))
                        .toList();
    }

    private RouteResult route(RecordKey key, @Nullable Retry retry) {
        Optional<Candidate> found = candidate(key);
        if (retry != null
                && found.filter(one -> one.gone().stream().anyMatch(retry::names))
                        .isPresent()) {
            store.standings().makeAgain(key, Optional.ofNullable(retry.system()));
            found = candidate(key);
        }
        return found.map(candidate -> route(candidate, retry))
                .orElse(new RouteResult(0, List.of(), times, rules.fingerprint(), List.of()));
    }

    private Optional<Candidate> candidate(RecordKey key) {
        return store.routing().candidates(List.of(key)).stream().findFirst();
    }

    private RouteResult route(Candidate candidate, @Nullable Retry retry) {
        List<String> systems = systems(candidate).orElseGet(() -> wherever(candidate));
        Set<ReaderKey> linking = closed.linking();
        List<String> wanted = closed.leaveOut(linking, candidate, wanted(candidate, systems));
        note(List.of(routed(candidate, wanted)), List.of(candidate));
        List<Parked> parked = candidate.parked().isEmpty()
                ? List.of()
                : store.parked().of(candidate.image().key());
        Stream<String> asked = retry == null
                ? Stream.empty()
                : Stream.concat(candidate.again().stream(), parked.stream().map(Parked::system))
                        .filter(retry::names);
        asked = closed.leaveOut(linking, candidate, asked.toList()).stream();
        List<String> due =
                Stream.concat(due(candidate, wanted).stream(), asked).distinct().toList();
        return new RouteResult(
                candidate.image().revision(),
                due,
                times,
                rules.fingerprint(),
                parked.stream().map(RoutingActivitiesImpl::parked).toList(),
                openConflicts(candidate.image().key()));
    }

    /** A record that no system shows to us has none. */
    private @Nullable List<OpenConflict> openConflicts(RecordKey key) {
        boolean isRead = rules.systems().stream()
                .anyMatch(system -> rules.reading(system, key.entity()).isPresent());
        return isRead ? resolutions.open(key) : null;
    }

    /**
     * A record that cannot be routed is due at all systems. The same defect is charged there, and parks its deliveries,
     * so that people see it.
     */
    private List<String> wherever(Candidate candidate) {
        return Stream.concat(rules.systems().stream(), candidate.known().stream())
                .distinct()
                .toList();
    }

    private static ParkedDelivery parked(Parked one) {
        DeliveryError error = one.error();
        return new ParkedDelivery(
                one.system(),
                one.revision(),
                one.since(),
                0,
                new DeliveryFailure(one.revision(), error.code(), error.message(), error.errorId(), one.mayPass()));
    }

    private boolean skipInLedger(SkipRequest request) {
        RecordKey key = new RecordKey(request.tenant(), request.entity(), request.recordId());
        store.parked().of(key).stream()
                .map(Parked::system)
                .filter(system ->
                        request.skip().names(system) && !request.underWay().contains(system))
                .forEach(system -> store.deliveries().skip(key, system));
        return true;
    }

    /**
     * Neither the database's own message nor that of a defect may go into a history, because they contain names of
     * columns and values.
     */
    private static <T> T orWait(Supplier<T> work) {
        try {
            return work.get();
        } catch (DataAccessException e) {
            String kind = e.getClass().getSimpleName();
            LOG.warn("the database is unavailable ({}); the route waits", kind);
            throw ApplicationFailure.newFailure("the database is unavailable (" + kind + ")", FailureTypes.WAITING);
        } catch (RuntimeException e) {
            Defect defect = Defect.of(e);
            LOG.error("routing: {}", defect);
            throw ApplicationFailure.newFailure(defect.toString(), FailureTypes.ATTEMPT_FAILED);
        }
    }
}
