package io.recordsync.worker.reading;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.Write;
import io.recordsync.rules.RuleSet;
import io.recordsync.settings.TenantSettings;
import io.recordsync.store.Store;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.delivery.Attempts;
import io.recordsync.worker.delivery.ChunkActivitiesImpl;
import io.recordsync.worker.delivery.DelegatingConnector;
import io.recordsync.worker.delivery.DeliveryActivitiesImpl;
import io.recordsync.worker.delivery.DeliveryContext;
import io.recordsync.worker.delivery.DeliveryLedger;
import io.recordsync.worker.delivery.DeliveryMetrics;
import io.recordsync.worker.delivery.DeliveryTimes;
import io.recordsync.worker.delivery.RowLedger;
import io.recordsync.worker.delivery.SystemAccess;
import io.recordsync.worker.delivery.circuit.Circuits;
import io.recordsync.worker.delivery.circuit.PollingSwitch;
import io.recordsync.worker.delivery.plan.OwnRules;
import io.recordsync.worker.delivery.retry.RetryPolicy;
import io.recordsync.worker.routing.RoutingActivitiesImpl;
import io.recordsync.workflows.DeliverAllRequest;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.DeliveryRequest;
import io.recordsync.workflows.RouteRequest;
import io.recordsync.workflows.Times;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Deliveries by the activities of the worker, alone and in chunks, in steps: anything may happen before and after the
 * call. What a workflow would do is done by the round: it routes and delivers again what is still due.
 */
final class StepDelivery {

    private static final Duration CALL = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofHours(1);
    private static final int ALL_RETRIES = 1_000_000;

    /** All attempts have the same owner, so that one goes on where another one has crashed. */
    private static final String OWNER = "chunk/model/all";

    private final Store store;
    private final RuleSet rules;
    private final PageAcceptance acceptance;
    private final RoutingActivitiesImpl routing;
    private final DeliveryMetrics metrics;
    private final Set<String> alone = new HashSet<>();
    private int begun;

    /** @param acceptance judges the rows that deliveries meet */
    StepDelivery(Store store, RuleSet rules, PageAcceptance acceptance, DeliveryMetrics metrics) {
        this.store = store;
        this.rules = rules;
        this.acceptance = acceptance;
        this.metrics = metrics;
        Duration any = Duration.ofMinutes(1);
        this.routing = new RoutingActivitiesImpl(store, rules, new Times(any, any, any, any));
    }

    /** Makes the record's deliveries due. */
    void route(RecordKey key) {
        routing.route(new RouteRequest(key.tenant(), key.entity(), key.recordId(), null));
    }

    /** A delivery that has something to call. If it is not settled, its lease stays as after a crash. */
    final class Call {

        private final PausedWork work = new PausedWork();

        void call() {
            work.goOn();
        }

        void settle() {
            while (work.goOn()) {
                // What was refused in part is sent again, and all of it is one step.
            }
        }

        void crash() {
            work.end();
        }
    }

    /**
     * Claims the delivery and makes its plan; empty if there is nothing to call or it has to wait.
     *
     * @param ahead how far the system's clock is ahead of the ledger's
     */
    Optional<Call> begin(RecordKey key, Connector system, Supplier<Duration> ahead) {
        Call call = new Call();
        begun++;
        boolean pauses = call.work.start(() -> deliver(key, system.system(), context(system, ahead, call)));
        return pauses ? Optional.of(call) : Optional.empty();
    }

    private void deliver(RecordKey key, String system, DeliveryContext context) {
        String name = key + " " + system;
        if (begun % 3 == 0 || alone.remove(name)) {
            deliverAlone(key, system, context);
            return;
        }
        DeliverAllResult result = new ChunkActivitiesImpl(context)
                .deliverAll(new DeliverAllRequest(
                        key.tenant(), key.entity(), List.of(key.recordId()), system, OWNER, rules.fingerprint()));
        if (!result.handedOver().isEmpty()) {
            alone.add(name);
        }
    }

    private void deliverAlone(RecordKey key, String system, DeliveryContext context) {
        try {
            new DeliveryActivitiesImpl(context)
                    .deliver(new DeliveryRequest(
                            key.tenant(), key.entity(), key.recordId(), system, OWNER, rules.fingerprint()));
        } catch (ApplicationFailure e) {
            // It waits, or is parked: the ledger knows.
        }
    }

    private DeliveryContext context(Connector system, Supplier<Duration> ahead, Call call) {
        RetryPolicy retries = new RetryPolicy(ALL_RETRIES, true, () -> 0, Duration.ofSeconds(1));
        Circuits circuits = new Circuits(store.circuits(), () -> "model", NoPolling.INSTANCE, () -> "E", CALL);
        return new DeliveryContext(
                new SystemAccess(
                        Map.of(system.system(), new Pausing(system, ahead, call.work)),
                        circuits,
                        retries,
                        GRACE,
                        metrics),
                new DeliveryLedger(store, metrics),
                new RowLedger(store, acceptance),
                new OwnRules(rules, new TenantSettings(true)),
                new Attempts(
                        DeliveryTimes.forCalls(CALL, Duration.ZERO),
                        () -> DeliveryTimes.forCalls(CALL, Duration.ZERO).activity(),
                        () -> Permits.UNLIMITED,
                        retries,
                        InstantSource.system()),
                retries,
                () -> "E");
    }

    enum NoPolling implements PollingSwitch {
        INSTANCE;

        @Override
        public void suspend(String system) {}

        @Override
        public void resume(String system) {}
    }

    /** Pauses before and after each write. */
    private static final class Pausing extends DelegatingConnector {

        private final Supplier<Duration> ahead;
        private final PausedWork work;

        Pausing(Connector real, Supplier<Duration> ahead, PausedWork work) {
            super(real);
            this.ahead = ahead;
            this.work = work;
        }

        @Override
        public Duration clockAhead() {
            return ahead.get();
        }

        @Override
        public Outcome write(Write write, CallScope scope) {
            return paused(() -> super.write(write, scope));
        }

        @Override
        public List<Outcome> writeAll(List<Write> writes, CallScope scope) {
            return paused(() -> super.writeAll(writes, scope));
        }

        private <T> T paused(Supplier<T> call) {
            work.pause();
            try {
                return call.get();
            } finally {
                work.pause();
            }
        }
    }
}
