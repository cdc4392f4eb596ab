package io.recordsync.starter.bridge;

import io.micrometer.core.instrument.MeterRegistry;
import io.recordsync.settings.Build;
import io.recordsync.settings.ErrorIds;
import io.recordsync.settings.Heartbeat;
import io.recordsync.settings.LastSuccess;
import io.recordsync.settings.PeriodicTask;
import io.recordsync.settings.ProcessLauncher;
import io.recordsync.settings.StartWait;
import io.recordsync.settings.TenantSettings;
import io.recordsync.starter.events.EventReader;
import io.recordsync.store.ProcessStore;
import io.recordsync.store.ProcessStore.Description;
import io.recordsync.store.Store;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaOperations;

/** Creates the parts of the bridge. */
@Configuration(proxyBeanMethods = false)
@Import(KafkaConfiguration.class)
public class BridgeConfiguration {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration REROUTE_EVERY = Duration.ofSeconds(5);
    private static final Duration COMPARE_EVERY = Duration.ofSeconds(30);
    private static final Duration BETWEEN_SESSIONS = Duration.ofSeconds(5);

    /**
     * How long a call to Temporal is retried. It is short so that the consumer stays in its group; the poll is then
     * taken in again later.
     */
    private static final Duration TEMPORAL_ANSWER = Duration.ofSeconds(10);

    @Bean
    TemporalOptionsCustomizer<WorkflowServiceStubsOptions.Builder> shortTries() {
        return options -> options.setRpcRetryOptions(RpcRetryOptions.newBuilder(RpcRetryOptions.getDefaultInstance())
                .setExpiration(TEMPORAL_ANSWER)
                .build());
    }

    @Bean
    EventReader eventReader(KafkaSettings kafka, DebeziumSettings debezium, TenantSettings tenants) {
        return new EventReader(kafka.topicFormats(), debezium.tables(), debezium.unavailableValue(), tenants);
    }

    @Bean
    SyncRecordClient syncRecords(WorkflowClient client) {
        return new SyncRecordClient(client);
    }

    @Bean
    ParallelSignals signals(SyncRecordClient workflows, ErrorIds errorIds) {
        return new ParallelSignals(workflows, errorIds);
    }

    @Bean
    InFlightLoad load(BridgeSettings settings) {
        return new InFlightLoad(settings);
    }

    @Bean
    LaneRouter lanes(ParallelSignals signals, WorkflowClient client, InFlightLoad load, BridgeSettings settings) {
        return new LaneRouter(signals, new SyncBatchClient(client), load, settings);
    }

    @Bean
    Intake intake(Store store, LaneRouter lanes) {
        return new Intake(store.acceptance(), lanes);
    }

    @Bean
    DeadLetters deadLetters(KafkaOperations<byte[], byte[]> kafka, KafkaSettings settings, Clock clock) {
        return new DeadLetters(kafka, settings, clock);
    }

    @Bean
    BridgeMetrics bridgeMetrics(MeterRegistry registry) {
        return new BridgeMetrics(registry);
    }

    @Bean
    Bridge bridge(
            EventReader reader,
            Intake intake,
            Store store,
            DeadLetters deadLetters,
            ErrorIds errorIds,
            BridgeMetrics metrics,
            BridgeSettings settings,
            KafkaSettings kafka) {
        PollSpacing spacing = new PollSpacing(kafka.maxPollRecords(), settings.flushInterval());
        return new Bridge(reader, intake, store.deadLetters(), deadLetters, errorIds, spacing, metrics);
    }

    @Bean
    KafkaReaders kafkaReaders(
            ConsumerFactory<byte[], byte[]> consumers,
            KafkaProperties boot,
            KafkaSettings settings,
            Bridge bridge,
            ErrorIds errorIds,
            StartWait start) {
        Map<String, Object> admin = boot.buildAdminProperties();
        admin.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.servers());
        start.until(() -> TopicCreator.ensure(settings, admin));
        return new KafkaReaders(
                consumers, settings, bridge, BETWEEN_SESSIONS, BridgeConfiguration::endProcess, errorIds);
    }

    private static void endProcess() {
        ProcessLauncher.end(
                "This starter has not been able to read from Kafka for long, and ends so that another is started in its place;"
                        + " the errors before say why");
    }

    @Bean
    ReadingHealth readingHealthIndicator(KafkaReaders readers) {
        return new ReadingHealth(readers);
    }

    @Bean
    PeriodicTask backpressureTask(
            Store store,
            KafkaReaders readers,
            BridgeSettings settings,
            InFlightLoad load,
            BridgeMetrics metrics,
            Heartbeat process,
            ErrorIds errorIds,
            LastSuccess lastSuccess) {
        Backpressure backpressure = new Backpressure(
                store.backlog()::unsettled,
                readers,
                settings,
                new InFlightLimit(settings.maxInFlight(), store.backlog()::tenants),
                load,
                metrics,
                new UnservedAlert(process::isOldest, System::nanoTime, errorIds));
        return new PeriodicTask("Looking at the backlog", backpressure::look, LOOK_EVERY, errorIds, lastSuccess::now);
    }

    @Bean
    Heartbeat process(Store store, ErrorIds errorIds, LastSuccess lastSuccess) {
        return new Heartbeat(
                store.processes(), Description.of(ProcessStore.STARTER, Build.version()), errorIds, lastSuccess::now);
    }

    @Bean
    PeriodicTask rulesTask(Store store, Heartbeat process, ErrorIds errorIds, LastSuccess lastSuccess) {
        RulesAlert alert = new RulesAlert(store.processes()::rulesForLong, process::isOldest, errorIds);
        return new PeriodicTask("Comparing the workers' rules", alert::look, COMPARE_EVERY, errorIds, lastSuccess::now);
    }

    @Bean
    PeriodicTask reroutingTask(
            Store store,
            LaneRouter lanes,
            InFlightLoad load,
            Heartbeat process,
            ErrorIds errorIds,
            LastSuccess lastSuccess) {
        Rerouting rerouting = new Rerouting(store.processes(), store.rerouting(), lanes, load, process::isOldest);
        return new PeriodicTask("Routing again by changed rules", rerouting::look, REROUTE_EVERY, errorIds, lastSuccess::now);
    }

    @Bean
    Sweeper sweeper(Store store, LaneRouter lanes, InFlightLoad load, BridgeSettings settings, Clock clock) {
        return new Sweeper(store.sweeps(), lanes, load, settings, clock);
    }

    @Bean
    PeriodicTask sweeperTask(Sweeper sweeper, BridgeSettings settings, ErrorIds errorIds, LastSuccess lastSuccess) {
        return new PeriodicTask("Sweeping", sweeper::sweep, settings.sweepEvery(), errorIds, lastSuccess::now);
    }

    @Bean
    StarterWorker starterWorker(
            WorkflowClient client,
            Store store,
            ConsumerFactory<byte[], byte[]> consumers,
            EventReader reader,
            DeadLetters deadLetters,
            ParallelSignals signals,
            KafkaSettings settings) {
        OriginalMessages originals = new OriginalMessages(consumers, reader);
        return new StarterWorker(
                client,
                new DeadLetterActivitiesImpl(store.ledger(), originals, deadLetters, settings),
                new HandOverActivitiesImpl(store.routing(), signals));
    }
}
