package io.recordsync.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.recordsync.connectors.http.TokenVault;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.connectors.kinds.ConnectorParts;
import io.recordsync.process.ErrorIds;
import io.recordsync.process.Heartbeat;
import io.recordsync.process.LastSuccess;
import io.recordsync.process.PeriodicTask;
import io.recordsync.process.ProcessLauncher;
import io.recordsync.rules.RuleSet;
import io.recordsync.settings.Settings;
import io.recordsync.settings.TenantSettings;
import io.recordsync.store.Store;
import io.recordsync.store.process.ProcessStore.Description;
import io.recordsync.worker.delivery.Attempts;
import io.recordsync.worker.delivery.ChunkActivitiesImpl;
import io.recordsync.worker.delivery.DeliveryActivitiesImpl;
import io.recordsync.worker.delivery.DeliveryContext;
import io.recordsync.worker.delivery.DeliveryLedger;
import io.recordsync.worker.delivery.DeliveryMetrics;
import io.recordsync.worker.delivery.DeliveryTimes;
import io.recordsync.worker.delivery.RowLedger;
import io.recordsync.worker.delivery.SignOfLife;
import io.recordsync.worker.delivery.SystemAccess;
import io.recordsync.worker.delivery.circuit.Circuits;
import io.recordsync.worker.delivery.permit.AccountPermits;
import io.recordsync.worker.delivery.plan.OwnRules;
import io.recordsync.worker.delivery.retry.RetryPolicy;
import io.recordsync.worker.pools.PollWatch;
import io.recordsync.worker.pools.PoolsGuard;
import io.recordsync.worker.pools.PoolsHealth;
import io.recordsync.worker.pools.SystemPolling;
import io.recordsync.worker.pools.WorkerPools;
import io.recordsync.worker.reading.Readings;
import io.recordsync.worker.reading.run.PushActivitiesImpl;
import io.recordsync.worker.reading.run.ReadingActivitiesImpl;
import io.recordsync.worker.reading.run.ReadingContext;
import io.recordsync.worker.routing.RoutingActivitiesImpl;
import io.recordsync.worker.settings.CredentialSettings;
import io.recordsync.worker.settings.HttpSettings;
import io.recordsync.worker.settings.RetrySettings;
import io.recordsync.worker.settings.SyncSettings;
import io.recordsync.worker.settings.WorkerSettings;
import io.recordsync.worker.systems.Connectors;
import io.recordsync.worker.systems.Rules;
import io.recordsync.worker.systems.StoredAccountIds;
import io.recordsync.worker.systems.StoredTokens;
import io.recordsync.worker.systems.SystemActivitiesImpl;
import io.recordsync.worker.systems.SystemDescriptorPublisher;
import io.recordsync.worker.systems.Systems;
import io.recordsync.worker.systems.Workers;
import io.recordsync.workflows.Times;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the parts of a worker and connects them. */
@Configuration(proxyBeanMethods = false)
public class WorkerConfiguration {

    /**
     * A poll takes 70 s if there is no work. This is twice that time, with room for what an activity does besides its
     * calls.
     */
    private static final Duration MAX_POLL = Duration.ofMinutes(3);

    private static final Duration CHECK_POOLS_EVERY = Duration.ofSeconds(30);
    private static final Duration PUBLISH_EVERY = Duration.ofSeconds(10);

    @Bean
    Systems systems(Settings settings, WorkerSettings worker) {
        Systems systems = new Systems(settings.systems());
        systems.requireKnown(worker.systems());
        return systems;
    }

    @Bean
    RuleSet rules(SyncSettings sync, Systems systems, WorkerSettings worker, TenantSettings tenants) {
        RuleSet rules = Rules.load(sync.rules(), systems, worker::delivers);
        Rules.requireOneTenant(rules, tenants);
        return rules;
    }

    @Bean
    VendorHttp vendorHttp(HttpSettings http, Clock clock, MeterRegistry meters) {
        return new VendorHttp(http.timeout(), http.authorities(), clock, new CallMetrics(meters, clock));
    }

    @Bean
    TokenVault tokenVault(Systems systems, WorkerSettings worker, CredentialSettings credentials, Store store) {
        systems.all().stream()
                .filter(system -> worker.delivers(system.name()))
                .forEach(system -> StoredTokens.requireKey(system, credentials));
        return StoredTokens.of(credentials, store.credentials());
    }

    @Bean
    Connectors connectors(
            Systems systems, WorkerSettings worker, VendorHttp http, TokenVault vault, Store store, Clock clock) {
        StoredAccountIds accounts = new StoredAccountIds(store.accountIds());
        return Connectors.of(systems, worker::delivers, new ConnectorParts(http, vault, accounts, clock));
    }

    @Bean
    DeliveryTimes deliveryTimes(HttpSettings http, SyncSettings sync) {
        return DeliveryTimes.forCalls(http.timeout(), sync.lateWriteGrace());
    }

    @Bean
    SystemPolling systemPolling() {
        return new SystemPolling();
    }

    @Bean
    Heartbeat process(
            Store store, Systems systems, Connectors connectors, RuleSet rules, ErrorIds ids, LastSuccess lastSuccess) {
        Description description = Workers.description(connectors.bySystem().keySet(), rules);
        Workers.warn(description);
        Workers.logAccounts(systems, connectors);
        return new Heartbeat(store.processes(), description, ids, lastSuccess::now);
    }

    @Bean
    Circuits circuits(Store store, Heartbeat process, SystemPolling polling, ErrorIds errorIds) {
        return new Circuits(store.circuits(), process::id, polling, errorIds::next, Circuits.BETWEEN_PROBES);
    }

    @Bean
    RoutingActivitiesImpl routing(Store store, RuleSet rules, SyncSettings sync, DeliveryTimes times) {
        return new RoutingActivitiesImpl(
                store, rules, new Times(times.activity(), sync.slowRetry(), sync.slowRetryMax(), sync.parkTime()));
    }

    @Bean
    AccountPermits accountPermits(Store store, SyncSettings sync, Clock clock) {
        return new AccountPermits(store.permits(), sync.liveShare(), clock);
    }

    @Bean
    RetryPolicy retryPolicy(HttpSettings http, RetrySettings retry, RandomGenerator random) {
        return new RetryPolicy(
                http.maxRetries(), retry.jitter() == RetrySettings.Jitter.FULL, random, Circuits.BETWEEN_PROBES);
    }

    @Bean
    DeliveryMetrics deliveryMetrics(MeterRegistry meters) {
        return new DeliveryMetrics(meters);
    }

    @Bean
    SystemAccess systemAccess(
            Connectors connectors,
            Circuits circuits,
            RetryPolicy retries,
            DeliveryTimes times,
            DeliveryMetrics metrics) {
        return new SystemAccess(connectors.bySystem(), circuits, retries, times.grace(), metrics);
    }

    @Bean
    Attempts attempts(DeliveryTimes times, AccountPermits permits, RetryPolicy retries, Clock clock) {
        return new Attempts(times, Attempts::startToCloseOfActivity, permits::ofOneDelivery, retries, clock);
    }

    @Bean
    DeliveryContext deliveryContext(
            SystemAccess systems,
            Store store,
            DeliveryMetrics metrics,
            RuleSet rules,
            TenantSettings tenants,
            Attempts attempts,
            RetryPolicy retries,
            ErrorIds errorIds) {
        return new DeliveryContext(
                systems,
                new DeliveryLedger(store, metrics),
                new RowLedger(store, new Readings(store, rules)),
                new OwnRules(rules, tenants),
                attempts,
                retries,
                errorIds::next);
    }

    @Bean
    ReadingContext readingContext(
            SystemAccess systems,
            Store store,
            RuleSet rules,
            AccountPermits permits,
            RetryPolicy retries,
            DeliveryTimes times,
            ErrorIds errorIds,
            Clock clock) {
        return new ReadingContext(
                systems,
                store,
                rules,
                new Readings(store, rules),
                new Attempts(times, Attempts::startToCloseOfActivity, permits::background, retries, clock),
                retries,
                errorIds::next,
                ReadingContext.pageTime(times),
                ReadingContext::failedBeforeInActivity);
    }

    @Bean
    SystemActivitiesImpl systemActivities(Connectors connectors, RuleSet rules, AccountPermits permits, Clock clock) {
        return new SystemActivitiesImpl(connectors, rules, permits.background(), clock);
    }

    @Bean
    SystemDescriptorPublisher systemDescriptorPublisher(
            Systems systems, Connectors connectors, WorkerSettings worker, RuleSet rules, Store store) {
        return new SystemDescriptorPublisher(systems, connectors, worker, rules, store.systems());
    }

    @Bean
    PeriodicTask systemDescriptorTask(
            SystemDescriptorPublisher descriptors, ErrorIds errorIds, LastSuccess lastSuccess) {
        return new PeriodicTask(
                "Publishing the descriptions of the systems",
                descriptors::publish,
                PUBLISH_EVERY,
                errorIds,
                lastSuccess::now);
    }

    @Bean
    WorkerPools workerPools(
            WorkflowClient client,
            RoutingActivitiesImpl routing,
            DeliveryContext delivery,
            SystemActivitiesImpl describing,
            ReadingContext reading,
            Connectors connectors,
            Store store,
            SystemDescriptorPublisher descriptors,
            SystemPolling polling,
            WorkerSettings worker,
            DeliveryTimes times) {
        store.circuits().closeUnheld(connectors.bySystem().keySet());
        descriptors.publish();
        WorkerPools pools = new WorkerPools(client, times.activity());
        if (worker.runsWorkflows()) {
            pools.addWorkflows(routing);
        }
        connectors
                .all()
                .forEach(connector -> pools.addSystem(
                        connector,
                        new DeliveryActivitiesImpl(delivery),
                        new ChunkActivitiesImpl(delivery, SignOfLife::ofActivity),
                        describing,
                        new ReadingActivitiesImpl(reading),
                        new PushActivitiesImpl(reading),
                        worker.slots(),
                        polling));
        return pools;
    }

    @Bean
    PollWatch pollWatch(Clock clock) {
        return new PollWatch(clock);
    }

    @Bean
    TemporalOptionsCustomizer<WorkflowServiceStubsOptions.Builder> watchedPolls(PollWatch watch) {
        return options -> options.setGrpcClientInterceptors(List.of(watch));
    }

    @Bean
    PoolsHealth pools(WorkerPools workerPools, PollWatch watch, HttpSettings http) {
        return new PoolsHealth(
                workerPools, watch, http.timeout().multipliedBy(2).plus(MAX_POLL));
    }

    @Bean
    PeriodicTask poolsGuardTask(PoolsHealth pools, ErrorIds errorIds, LastSuccess lastSuccess) {
        PoolsGuard guard = new PoolsGuard(pools, ProcessLauncher::end);
        return new PeriodicTask(
                "Looking for pools that do not poll", guard::check, CHECK_POOLS_EVERY, errorIds, lastSuccess::now);
    }
}
