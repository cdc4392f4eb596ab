package io.recordsync.starter.bridge.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Context;
import io.recordsync.process.RunningProcess;
import io.recordsync.starter.ContactMessages;
import io.recordsync.starter.TestServers;
import io.recordsync.starter.bridge.intake.ChangeIntake;
import io.recordsync.starter.bridge.intake.ChangeIntake.Taken;
import io.recordsync.starter.bridge.load.InFlightLoad;
import io.recordsync.starter.bridge.sweep.Sweeper;
import io.recordsync.store.Store;
import io.recordsync.store.delivery.Routing.Routed;
import io.recordsync.store.ledger.Acceptance.Result;
import io.recordsync.store.ledger.Accepted;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.workflows.SyncBatchInput;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which lane the bridge chooses for changes, depending on their number. */
class LaneRouterTest {

    private static final Duration SOON = Duration.ofMinutes(1);

    @RegisterExtension
    static final TestServers SERVERS = new TestServers();

    private @Nullable RunningProcess starter;

    @AfterEach
    void stop() {
        if (starter != null) {
            starter.close();
        }
    }

    @Test
    void fewGoEachInAWorkflowOfTheirOwn() {
        start("few", Map.of("BRIDGE_BATCH_THRESHOLD", "10"), 0);

        send("few", 0, 9);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(ids("few", 0, 9))
                        .allSatisfy(id -> assertThat(SERVERS.signals.of(id)).contains("changed 1")));
        assertThat(chunksOf("few")).isEmpty();
    }

    @Test
    void manyOfOnePollGoInChunksThatNameTheirPlaces() {
        start("many", Map.of("BRIDGE_BATCH_THRESHOLD", "10", "BRIDGE_MAX_CHUNK", "20"), 50);

        awaitChunksOf("many", ids("many", 0, 50));
        assertThat(names("many")).containsExactlyInAnyOrder("0@0-0@19", "0@20-0@39", "0@40-0@49");
        assertThat(chunksOf("many")).allSatisfy(chunk -> {
            assertThat(chunk.tenant()).isEqualTo("default");
            assertThat(chunk.entity()).isEqualTo("contact");
        });
        assertThat(ids("many", 0, 50))
                .allSatisfy(id -> assertThat(SERVERS.signals.of(id)).isEmpty());
    }

    /** The positions of messages form the id of a chunk, and these changes have none. */
    @Test
    void manyThatDidNotComeFromKafkaGoEachInAWorkflowOfTheirOwn() {
        start("page", Map.of("BRIDGE_BATCH_THRESHOLD", "10"), 0);

        Taken taken = starter().bean(ChangeIntake.class).take(page("page", 30), Runnable::run);

        assertThat(taken.accepted()).hasSize(30);
        assertThat(taken.refused()).isEmpty();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(ids("page", 0, 30))
                        .allSatisfy(id -> assertThat(SERVERS.signals.of(id)).contains("changed 1")));
        settle(ids("page", 0, 30));
    }

    /** What the caller's time is too short for is accepted, and may be given again. */
    @Test
    void theTimeOfTheCallerEndsTheCallsToTemporal() {
        start("timed", Map.of("BRIDGE_BATCH_THRESHOLD", "10", "BRIDGE_SWEEP_EVERY", "1h"), 0);
        ChangeIntake intake = starter().bean(ChangeIntake.class);
        Context.CancellableContext over = Context.current().withCancellation();
        over.cancel(null);

        assertThatThrownBy(() -> intake.take(page("timed", 2), over::run)).isInstanceOf(RuntimeException.class);
        assertThat(ids("timed", 0, 2))
                .allSatisfy(id -> assertThat(SERVERS.signals.of(id)).isEmpty());

        assertThat(intake.take(page("timed", 2), Runnable::run).accepted())
                .extracting(Accepted::result)
                .containsOnly(Result.REPEATED);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(ids("timed", 0, 2))
                        .allSatisfy(id -> assertThat(SERVERS.signals.of(id)).contains("changed 1")));
        settle(ids("timed", 0, 2));
    }

    /** Nothing that is under way may be left for the next test, because it would go in chunks. */
    private void settle(List<String> ids) {
        starter()
                .bean(Store.class)
                .routing()
                .routed(
                        ids.stream()
                                .map(id -> new Routed(key(id), 1, List.of()))
                                .toList(),
                        "rules");
    }

    private static RecordKey key(String id) {
        return new RecordKey("default", "contact", id);
    }

    private static List<Change> page(String prefix, int changes) {
        return ids(prefix, 0, changes).stream()
                .map(id -> new Change(
                        id,
                        key(id),
                        "test",
                        Operation.CREATE,
                        Form.SNAPSHOT,
                        null,
                        Map.of("name", "Ann"),
                        "test:" + id))
                .toList();
    }

    /** If each partition had a chunk of its own, each would end with a call that is not full. */
    @Test
    void aChunkIsFullWhateverPartitionsItIsOf() {
        SERVERS.createTopic("spread", 4, 1_000_000);
        send("spread", 0, 100);
        start("spread", Map.of("BRIDGE_BATCH_THRESHOLD", "10", "BRIDGE_MAX_CHUNK", "50"));

        awaitChunksOf("spread", ids("spread", 0, 100));
        assertThat(chunksOf("spread"))
                .extracting(chunk -> chunk.recordIds().size())
                .containsExactly(50, 50);
    }

    /**
     * If the record stayed in the chunk of its first change, that chunk could have been delivered before the newest
     * change was accepted.
     */
    @Test
    void aRecordIsInAChunkOnceAndThereWhereItsNewestChangeIs() {
        SERVERS.createTopic("twice", 1_000_000);
        for (int version = 1; version <= 3; version++) {
            for (String id : ids("twice", 0, 10)) {
                send("twice", id, version);
            }
        }
        start("twice", Map.of("BRIDGE_BATCH_THRESHOLD", "10"));

        awaitChunksOf("twice", ids("twice", 0, 10));
        assertThat(names("twice")).contains("0@20-0@29");
    }

    @Test
    void longIdsMakeSmallerChunks() {
        SERVERS.createTopic("long", 1_000_000);
        List<String> ids =
                IntStream.range(0, 700).mapToObj(i -> "x".repeat(180) + i).toList();
        ids.forEach(id -> send("long", id, 1));
        SERVERS.producer().flush();
        start("long", Map.of("BRIDGE_BATCH_THRESHOLD", "10"));

        await().atMost(SOON)
                .until(() -> ids.stream()
                        .allMatch(id -> recordIds("long").contains(id)
                                || SERVERS.signals.of(id).contains("changed 1")));
        assertThat(chunksOf("long")).hasSizeGreaterThan(1);
        assertThat(chunksOf("long"))
                .allSatisfy(
                        chunk -> assertThat(String.join("", chunk.recordIds())).hasSizeLessThanOrEqualTo(64 * 1024));
    }

    /**
     * Simulates the loss of Temporal's data. So many records are then unsettled that reading pauses, and only the
     * sweeper can end that pause.
     */
    @Test
    void allThatIsOverdueIsToldOfInOneSweep() {
        start("lying", Map.of("BRIDGE_SWEEP_EVERY", "3600", "BRIDGE_MAX_CHUNK", "1000"), 0);
        SERVERS.worker(starter().bean(Store.class), "hubspot");
        JdbcClient.create(starter().bean(DataSource.class)).sql("""
                insert into image (tenant, entity, record_id, revision, routed_revision, changed_at)
                select 'default', 'contact', 'lying' || n, 1, n % 2, now() - interval '3 days'
                from generate_series(0, 4999) as n
                """).update();
        JdbcClient.create(starter().bean(DataSource.class)).sql("""
                insert into delivery (tenant, entity, record_id, system, due_revision)
                select tenant, entity, record_id, 'hubspot', 1 from image
                where record_id like 'lying%' and routed_revision = 1
                """).update();

        starter().bean(Sweeper.class).sweep();

        await().atMost(SOON).untilAsserted(() -> assertThat(recordIds("left")).containsAll(ids("lying", 0, 5000)));
        assertThat(chunksOf("left"))
                .filteredOn(chunk -> chunk.recordIds().getFirst().startsWith("lying"))
                .extracting(chunk -> chunk.recordIds().size())
                .containsExactly(1000, 1000, 1000, 1000, 1000);
    }

    /** Nothing settles deliveries in this test, so that everything that was signalled stays in flight. */
    @Test
    void whileMuchIsUnderWaySmallPollsGoInChunksToo() {
        start("load", Map.of("BRIDGE_BATCH_THRESHOLD", "10", "BRIDGE_FLUSH_INTERVAL", "500ms"), 12);
        awaitChunksOf("load", ids("load", 0, 12));
        await().atMost(SOON).until(() -> starter().bean(InFlightLoad.class).isHigh());

        send("load", 12, 14);
        send("load", 14, 16);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Stream.concat(
                                recordIds("load").stream(),
                                ids("load", 12, 16).stream()
                                        .filter(id -> SERVERS.signals.of(id).contains("changed 1"))))
                        .containsExactlyInAnyOrderElementsOf(ids("load", 0, 16)));
        assertThat(chunksOf("load").size()).isGreaterThan(1);
    }

    /** A chunk that is not full costs an API call that is not full. */
    @Test
    void afterAChunkThatIsNotFullTheNextMayFill() {
        start("fill", Map.of("BRIDGE_BATCH_THRESHOLD", "10", "BRIDGE_FLUSH_INTERVAL", "3s"), 12);
        awaitChunksOf("fill", ids("fill", 0, 12));

        IntStream.range(0, 5).forEach(i -> send("fill", 12 + i * 3, 15 + i * 3));

        awaitChunksOf("fill", ids("fill", 0, 27));
        assertThat(chunksOf("fill"))
                .as("one for the first, one for what Kafka's client had fetched by then, one for the rest")
                .hasSizeLessThanOrEqualTo(3);
    }

    private void awaitChunksOf(String topic, List<String> recordIds) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(recordIds(topic)).containsExactlyInAnyOrderElementsOf(recordIds));
    }

    private static List<String> recordIds(String topic) {
        return chunksOf(topic).stream()
                .flatMap(chunk -> chunk.recordIds().stream())
                .toList();
    }

    private static List<SyncBatchInput> chunksOf(String topic) {
        return SERVERS.chunks.entrySet().stream()
                .filter(chunk -> chunk.getKey().startsWith("batch/" + topic + "/"))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The range of each chunk, as {@code partition@first-partition@last}, from its workflow id. */
    private static List<String> names(String topic) {
        return SERVERS.chunks.keySet().stream()
                .filter(id -> id.startsWith("batch/" + topic + "/"))
                .map(id -> id.split("/", -1)[2])
                .toList();
    }

    /**
     * @param waiting the number of messages that are sent before the starter starts, so that one poll returns all of
     * them
     */
    private void start(String topic, Map<String, String> settings, int waiting) {
        SERVERS.createTopic(topic, 1_000_000);
        send(topic, 0, waiting);
        start(topic, settings);
    }

    private void start(String topic, Map<String, String> settings) {
        starter = SERVERS.starter(topic, settings);
    }

    private RunningProcess starter() {
        return java.util.Objects.requireNonNull(starter);
    }

    private static void send(String topic, int from, int to) {
        ids(topic, from, to).forEach(id -> send(topic, id, 1));
        SERVERS.producer().flush();
    }

    private static void send(String topic, String id, int version) {
        SERVERS.producer()
                .send(new ProducerRecord<>(
                        topic,
                        id.getBytes(StandardCharsets.UTF_8),
                        ContactMessages.update(id, version).getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> ids(String topic, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> topic + i).toList();
    }
}
