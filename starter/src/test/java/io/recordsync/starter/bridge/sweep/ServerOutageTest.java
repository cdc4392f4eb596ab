package io.recordsync.starter.bridge.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.recordsync.process.Meters;
import io.recordsync.process.RunningProcess;
import io.recordsync.starter.ContactMessages;
import io.recordsync.starter.TestServers;
import io.recordsync.starter.bridge.kafka.KafkaSettings;
import io.recordsync.starter.bridge.lanes.LaneRouter;
import io.recordsync.starter.bridge.load.BridgeSettings;
import io.recordsync.starter.bridge.load.InFlightLoad;
import io.recordsync.starter.bridge.load.PauseControl;
import io.recordsync.store.Store;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.Routing.Routed;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.status.RecordStatus;
import io.recordsync.workflows.SyncBatchInput;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.Lifecycle;

/** The servers that the bridge depends on fail and return. */
class ServerOutageTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension
    static final TestServers SERVERS = new TestServers();

    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable RunningProcess starter;

    @AfterEach
    void stop() {
        Store store = starter().bean(Store.class);
        ((Lifecycle) readers()).stop();
        goNowhere(store.sweeps().takeOverdue(Duration.ZERO, 1000));
        starter().close();
        http.close();
    }

    @Test
    void whenPostgresqlGoesNothingIsLostAndTheGroupIsKept() throws Exception {
        start("database-outage", Map.of());
        send("database-outage", "A", 0, 20);
        awaitTold("A", 0, 20);
        List<String> members = memberIds();

        SERVERS.stopDatabase();
        send("database-outage", "A", 20, 40);
        await().atMost(SOON).until(() -> !isReady());
        SERVERS.startDatabase();

        awaitTold("A", 20, 40);
        await().atMost(SOON).until(this::isReady);
        assertThat(memberIds()).isEqualTo(members);
        assertThat(changes("A", 40)).containsOnly(1);
        assertThat(SERVERS.read("database-outage.dlq", 0)).isEmpty();
    }

    @Test
    void whenTemporalGoesNothingIsLostAndTheGroupIsKept() throws Exception {
        start("temporal-outage", Map.of());
        send("temporal-outage", "B", 0, 5);
        awaitTold("B", 0, 5);
        List<String> members = memberIds();

        SERVERS.stopTemporal();
        send("temporal-outage", "B", 5, 10);
        await().atMost(SOON).until(() -> !isReady());
        SERVERS.startTemporal();

        awaitTold("B", 5, 10);
        await().atMost(SOON).until(this::isReady);
        assertThat(memberIds()).isEqualTo(members);
        assertThat(changes("B", 10)).containsOnly(1);
    }

    @Test
    void overloadStaysInKafkaUntilHalfOfItIsDone() {
        start("overload", Map.of("BRIDGE_MAX_IN_FLIGHT", "10", "BRIDGE_SWEEP_EVERY", "1h"));
        send("overload", "C", 0, 20);
        awaitTold("C", 0, 20);
        await().atMost(SOON).until(readers()::isPaused);

        send("overload", "C", 20, 30);
        settle("C", 0, 12);
        awaitLook();
        assertThat(readers().isPaused()).isTrue();
        assertThat(SERVERS.signals.of("C25")).isEmpty();

        settle("C", 12, 20);
        awaitTold("C", 20, 30);
    }

    @Test
    void whatIsOverdueIsSeenTo() {
        start("lying", Map.of("BRIDGE_SWEEP_EVERY", "500ms"));
        starter().bean(Store.class).acceptance().accept(List.of(change("D0", "x")));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(SERVERS.signals.of("D0")).containsOnly("started", "changed 1"));

        starter().bean(Store.class).acceptance().accept(List.of(change("D0", "y")));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(SERVERS.signals.of("D0"))
                        .as("told, also where its workflow runs")
                        .contains("changed 2"));
    }

    /**
     * When the workers of a system are stopped for long, its chunks wait in a queue. A workflow for each of their
     * records would overload Temporal.
     */
    @Test
    void muchThatIsOverdueIsSeenToInChunksAndTheSameIsInTheSameChunk() {
        start("line", Map.of("BRIDGE_SWEEP_EVERY", "1h", "BRIDGE_BATCH_THRESHOLD", "20", "BRIDGE_MAX_CHUNK", "20"));
        Store store = starter().bean(Store.class);
        SERVERS.worker(store, "salesforce");
        List<RecordKey> keys =
                IntStream.range(10, 40).mapToObj(i -> key("E" + i)).toList();
        store.acceptance()
                .accept(keys.stream().map(key -> change(key.recordId(), "x")).toList());
        store.routing()
                .routed(
                        keys.stream()
                                .map(key -> new Routed(key, 1, List.of("salesforce")))
                                .toList(),
                        "rules");

        sweeper().sweep();
        sweeper().sweep();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(SERVERS.chunks.values().stream()
                                .map(SyncBatchInput::recordIds)
                                .map(List::size))
                        .containsExactlyInAnyOrder(20, 10));
        assertThat(SERVERS.chunks.values().stream().flatMap(chunk -> chunk.recordIds().stream()))
                .containsExactlyInAnyOrderElementsOf(
                        keys.stream().map(RecordKey::recordId).toList());
        assertThat(keys)
                .allSatisfy(
                        key -> assertThat(SERVERS.signals.of(key.recordId())).isEmpty());
        settleDeliveries(store, keys);
    }

    /** Runs one sweep that treats every unsettled record as overdue. */
    private Sweeper sweeper() {
        return new Sweeper(
                starter().bean(Store.class).sweeps(),
                starter().bean(LaneRouter.class),
                starter().bean(InFlightLoad.class),
                new BridgeSettings(20_000, 200_000, 20, 20, Duration.ZERO, Duration.ZERO),
                Clock.systemUTC());
    }

    private static void settleDeliveries(Store store, List<RecordKey> keys) {
        List<Claim> claims =
                store.deliveries().claim(keys, "salesforce", "test", Duration.ofMinutes(1), Duration.ofMinutes(1));
        store.deliveries()
                .settle(claims.stream()
                        .map(claim -> Settlement.unrouted((Claim.Granted) claim))
                        .toList());
    }

    /**
     * Starts each record in a workflow of its own unless a setting says otherwise, so that a test can read the signals
     * of each record.
     */
    private void start(String topic, Map<String, String> more) {
        SERVERS.createTopic(topic, 1_000_000);
        Map<String, String> settings = new HashMap<>(more);
        settings.putIfAbsent("BRIDGE_BATCH_THRESHOLD", "1000");
        starter = SERVERS.starter(topic, settings);
    }

    private static void send(String topic, String prefix, int from, int to) {
        for (int i = from; i < to; i++) {
            String id = prefix + i;
            SERVERS.producer()
                    .send(new ProducerRecord<>(
                            topic,
                            id.getBytes(StandardCharsets.UTF_8),
                            ContactMessages.update(id, 1).getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void awaitTold(String prefix, int from, int to) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(IntStream.range(from, to))
                        .allSatisfy(
                                i -> assertThat(SERVERS.signals.of(prefix + i)).contains("changed 1")));
    }

    private void settle(String prefix, int from, int to) {
        goNowhere(IntStream.range(from, to)
                .mapToObj(i -> key(prefix + i))
                .collect(Collectors.toMap(Function.identity(), key -> 1L)));
    }

    /** Settles these revisions of the records as unrouted, so that nothing is left to deliver. */
    private void goNowhere(Map<RecordKey, Long> revisions) {
        starter()
                .bean(Store.class)
                .routing()
                .routed(
                        revisions.entrySet().stream()
                                .map(one -> new Routed(one.getKey(), one.getValue(), List.of()))
                                .toList(),
                        "rules");
    }

    /** Waits until the backlog has been measured again. */
    private void awaitLook() {
        double seen = 8;
        await().atMost(SOON).until(() -> unsettledGauge() == seen);
    }

    private double unsettledGauge() {
        return starter()
                .bean(MeterRegistry.class)
                .get(Meters.UNSETTLED.key())
                .tag("state", "working")
                .gauge()
                .value();
    }

    private List<Integer> changes(String prefix, int records) {
        Store store = starter().bean(Store.class);
        return IntStream.range(0, records)
                .mapToObj(i -> store.ledger()
                        .status(key(prefix + i))
                        .map(RecordStatus::changes)
                        .orElseThrow()
                        .size())
                .toList();
    }

    /**
     * The ids under which Kafka knows this starter's consumers. A test compares them to see whether the consumers had
     * to join again.
     */
    private List<String> memberIds() {
        return SERVERS.memberIds(starter().bean(KafkaSettings.class).groupId());
    }

    private PauseControl readers() {
        return starter().bean(PauseControl.class);
    }

    private boolean isReady() throws Exception {
        URI readiness = URI.create(String.format(
                Locale.ROOT,
                "http://127.0.0.1:%d/actuator/health/readiness",
                starter().port()));
        return http.send(HttpRequest.newBuilder(readiness).build(), BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    private static Change change(String recordId, String name) {
        return new Change(
                name, key(recordId), "test", Operation.CREATE, Form.SNAPSHOT, null, Map.of("name", name), "test:1");
    }

    private static RecordKey key(String recordId) {
        return new RecordKey("default", "contact", recordId);
    }

    private RunningProcess starter() {
        return Objects.requireNonNull(starter);
    }
}
