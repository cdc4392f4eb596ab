package io.recordsync.worker;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.http.AccountIds;
import io.recordsync.connectors.http.CallObserver;
import io.recordsync.connectors.http.TokenVault;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.connectors.hubspot.HubSpotConnector;
import io.recordsync.connectors.hubspot.HubSpotSettings;
import io.recordsync.connectors.salesforce.SalesforceConnector;
import io.recordsync.connectors.salesforce.SalesforceSettings;
import io.recordsync.process.ErrorIds;
import io.recordsync.process.Heartbeat;
import io.recordsync.rules.RuleSet;
import io.recordsync.settings.TenantSettings;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.hubspot.HubSpotSystem;
import io.recordsync.simulator.salesforce.SalesforceSystem;
import io.recordsync.store.Store;
import io.recordsync.worker.delivery.Attempts;
import io.recordsync.worker.delivery.ChunkActivitiesImpl;
import io.recordsync.worker.delivery.DeliveryActivitiesImpl;
import io.recordsync.worker.delivery.DeliveryContext;
import io.recordsync.worker.delivery.DeliveryLedger;
import io.recordsync.worker.delivery.DeliveryMetrics;
import io.recordsync.worker.delivery.DeliveryTimes;
import io.recordsync.worker.delivery.RowLedger;
import io.recordsync.worker.delivery.SystemAccess;
import io.recordsync.worker.delivery.circuit.Circuits;
import io.recordsync.worker.delivery.circuit.PollingSwitch;
import io.recordsync.worker.delivery.permit.AccountPermits;
import io.recordsync.worker.delivery.plan.OwnRules;
import io.recordsync.worker.delivery.retry.RetryPolicy;
import io.recordsync.worker.reading.Readings;
import io.recordsync.worker.reading.run.PushActivitiesImpl;
import io.recordsync.worker.reading.run.ReadingActivitiesImpl;
import io.recordsync.worker.reading.run.ReadingContext;
import io.recordsync.worker.routing.RoutingActivitiesImpl;
import io.recordsync.worker.systems.Connectors;
import io.recordsync.worker.systems.SystemActivitiesImpl;
import io.recordsync.worker.systems.Workers;
import io.recordsync.workflows.Times;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The parts of one worker process, assembled as in the real worker, with timeouts that suit a test. */
public final class WorkerProcess implements AutoCloseable {

    public static final Duration CALL = Duration.ofSeconds(3);
    public static final Duration GRACE = Duration.ofSeconds(1);
    public static final Duration BETWEEN_PROBES = Duration.ofMillis(400);
    public static final int LIVE_SHARE = 10;
    public static final DeliveryTimes TIMES = DeliveryTimes.forCalls(CALL, GRACE);

    private final Map<String, List<Instant>> calls = new ConcurrentHashMap<>();
    private final CallObserver observer =
            (call, status, took) -> calls.computeIfAbsent(call.system(), system -> new CopyOnWriteArrayList<>())
                    .add(Instant.now());
    private final VendorHttp http;
    private final Map<String, Connector> connectors;
    private final Map<String, Boolean> polling = new ConcurrentHashMap<>();
    private final Heartbeat heartbeat;
    private final Circuits circuits;
    private final DeliveryActivitiesImpl deliveries;
    private final ChunkActivitiesImpl chunks;
    private final RoutingActivitiesImpl routing;
    private final SystemActivitiesImpl systems;
    private final ReadingContext runs;
    private final ReadingActivitiesImpl reading;
    private final PushActivitiesImpl pushes;

    /** The options in which tests differ. */
    public record Options(
            RuleSet rules,
            int maxRetries,
            UnaryOperator<Permits> permits,
            UnaryOperator<Connector> connectors,
            Optional<PollingSwitch> polling,
            Duration callTimeout,
            Supplier<Duration> startToClose,
            List<Connector> others) {

        /** With other systems beside the simulated ones. */
        public Options withOthers(List<Connector> added) {
            return new Options(rules, maxRetries, permits, connectors, polling, callTimeout, startToClose, added);
        }

        public Options withRules(RuleSet other) {
            return new Options(other, maxRetries, permits, connectors, polling, callTimeout, startToClose, others);
        }

        public Options withMaxRetries(int other) {
            return new Options(rules, other, permits, connectors, polling, callTimeout, startToClose, others);
        }

        public Options withPermits(UnaryOperator<Permits> other) {
            return new Options(rules, maxRetries, other, connectors, polling, callTimeout, startToClose, others);
        }

        public Options withConnectors(UnaryOperator<Connector> other) {
            return new Options(rules, maxRetries, permits, other, polling, callTimeout, startToClose, others);
        }

        public Options withPolling(PollingSwitch other) {
            return new Options(
                    rules, maxRetries, permits, connectors, Optional.of(other), callTimeout, startToClose, others);
        }

        public Options withCallTimeout(Duration other) {
            return new Options(rules, maxRetries, permits, connectors, polling, other, startToClose, others);
        }

        public Options withStartToClose(Supplier<Duration> other) {
            return new Options(rules, maxRetries, permits, connectors, polling, callTimeout, other, others);
        }
    }

    WorkerProcess(Store store, Simulators simulators, Options options) {
        http = new VendorHttp(options.callTimeout(), InstantSource.system(), observer);
        connectors = new HashMap<>(Map.of(
                WorkerFixture.SALESFORCE, options.connectors().apply(salesforce(simulators)),
                WorkerFixture.HUBSPOT, options.connectors().apply(hubspot(simulators))));
        options.others()
                .forEach(
                        one -> connectors.put(one.system(), options.connectors().apply(one)));
        heartbeat = new Heartbeat(
                store.processes(),
                Workers.description(connectors.keySet(), options.rules()),
                new ErrorIds(new SecureRandom()),
                task -> {});
        heartbeat.start();
        circuits = new Circuits(
                store.circuits(),
                heartbeat::id,
                options.polling().orElseGet(RecordedPolling::new),
                () -> UUID.randomUUID().toString(),
                BETWEEN_PROBES);
        AccountPermits permits = new AccountPermits(store.permits(), LIVE_SHARE, InstantSource.system());
        // The jitter of a backoff is always zero, so that retries follow at once.
        RetryPolicy retries = new RetryPolicy(options.maxRetries(), true, () -> 0, BETWEEN_PROBES);
        DeliveryTimes times = DeliveryTimes.forCalls(options.callTimeout(), GRACE);
        DeliveryMetrics metrics = new DeliveryMetrics(new SimpleMeterRegistry());
        SystemAccess access = new SystemAccess(connectors, circuits, retries, times.grace(), metrics);
        DeliveryContext context = new DeliveryContext(
                access,
                new DeliveryLedger(store, metrics),
                new RowLedger(store, new Readings(store, options.rules())),
                new OwnRules(options.rules(), new TenantSettings(true)),
                new Attempts(
                        times,
                        options.startToClose(),
                        () -> options.permits().apply(permits.ofOneDelivery()),
                        retries,
                        InstantSource.system()),
                retries,
                () -> UUID.randomUUID().toString());
        deliveries = new DeliveryActivitiesImpl(context);
        chunks = new ChunkActivitiesImpl(context);
        systems = new SystemActivitiesImpl(
                new Connectors(connectors), options.rules(), permits.background(), InstantSource.system());
        runs = new ReadingContext(
                access,
                store,
                options.rules(),
                new Readings(store, options.rules()),
                new Attempts(
                        times,
                        () -> ReadingContext.pageTime(times),
                        () -> options.permits().apply(permits.background()),
                        retries,
                        InstantSource.system()),
                retries,
                () -> UUID.randomUUID().toString(),
                ReadingContext.pageTime(times),
                () -> 0);
        reading = new ReadingActivitiesImpl(runs);
        pushes = new PushActivitiesImpl(runs);
        routing = new RoutingActivitiesImpl(
                store,
                options.rules(),
                new Times(TIMES.activity(), Duration.ofMinutes(5), Duration.ofHours(6), Duration.ofDays(30)));
    }

    public String id() {
        return heartbeat.id();
    }

    public DeliveryActivitiesImpl deliveries() {
        return deliveries;
    }

    public ChunkActivitiesImpl chunks() {
        return chunks;
    }

    public SystemActivitiesImpl systems() {
        return systems;
    }

    public ReadingActivitiesImpl reading() {
        return reading;
    }

    public PushActivitiesImpl pushes() {
        return pushes;
    }

    /** With pages of so many records. */
    public PushActivitiesImpl pushes(int page) {
        return new PushActivitiesImpl(runs, page);
    }

    public RoutingActivitiesImpl routing() {
        return routing;
    }

    public Map<String, Connector> connectors() {
        return connectors;
    }

    /** When each call to the system ended, with or without an answer. */
    public List<Instant> calls(String system) {
        return calls.getOrDefault(system, List.of());
    }

    /** Whether the worker currently polls for work for this system. */
    public boolean fetches(String system) {
        return polling.getOrDefault(system, true);
    }

    @Override
    public void close() {
        heartbeat.stop();
        http.close();
    }

    private Connector salesforce(Simulators simulators) {
        var client = SalesforceSystem.CLIENT;
        return new SalesforceConnector(
                SalesforceConnector.KIND,
                new SalesforceSettings(
                        URI.create(simulators.salesforce().baseUrl()),
                        client.clientId(),
                        client.clientSecret(),
                        SalesforceSettings.DEFAULT_API_VERSION,
                        SalesforceSettings.DEFAULT_EXTERNAL_ID_FIELD,
                        simulators.salesforce().plan().perDay(),
                        Optional.empty()),
                http,
                TokenVault.inMemory(),
                AccountIds.inMemory(),
                InstantSource.system());
    }

    private Connector hubspot(Simulators simulators) {
        return new HubSpotConnector(
                HubSpotConnector.KIND,
                new HubSpotSettings(
                        URI.create(simulators.hubspot().baseUrl()),
                        HubSpotSystem.TOKEN,
                        HubSpotSettings.DEFAULT_API_VERSION,
                        HubSpotSettings.DEFAULT_UNIQUE_PROPERTY,
                        0,
                        0,
                        0,
                        Optional.of("1")),
                http,
                AccountIds.inMemory(),
                InstantSource.system());
    }

    private final class RecordedPolling implements PollingSwitch {

        @Override
        public void suspend(String system) {
            polling.put(system, false);
        }

        @Override
        public void resume(String system) {
            polling.put(system, true);
        }
    }
}
