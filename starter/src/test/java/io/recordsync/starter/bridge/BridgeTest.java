package io.recordsync.starter.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.process.RunningProcess;
import io.recordsync.starter.ContactMessages;
import io.recordsync.starter.TestServers;
import io.recordsync.starter.bridge.kafka.DeadLetterHeaders;
import io.recordsync.starter.bridge.lanes.SyncRecordClient;
import io.recordsync.store.Store;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.status.RecordStatus;
import io.recordsync.store.status.RecordStatus.LoggedChange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestInstance(Lifecycle.PER_CLASS)
class BridgeTest {

    private static final String TOPIC = "events";
    private static final String DEAD_LETTERS = "events.dlq";
    private static final Duration SOON = Duration.ofMinutes(1);

    @RegisterExtension
    static final TestServers SERVERS = new TestServers();

    private @Nullable RunningProcess starter;

    @BeforeAll
    void start() {
        SERVERS.createTopic(TOPIC, 4_000_000);
        starter = SERVERS.starter(TOPIC, Map.of());
    }

    @AfterAll
    void stop() {
        starter().close();
    }

    @Test
    void aMessageIsAcceptedAndToldToTemporal() {
        send("A1", ContactMessages.update("A1", 1));
        awaitTold("A1", "changed 1");
        assertThat(SERVERS.signals.of("A1")).contains("started");
        assertThat(changes("A1"))
                .extracting(LoggedChange::door)
                .singleElement()
                .asString()
                .startsWith("kafka:events/0@");
    }

    @Test
    void theSameMessageTenTimesIsOneChange() {
        for (int i = 0; i < 10; i++) {
            send("B1", ContactMessages.update("B1", 1));
        }
        awaitRead();
        awaitTold("B1", "started");
        awaitTold("B1", "changed 1");
        assertThat(status("B1").revision()).isEqualTo(1);
        assertThat(changes("B1")).hasSize(1);
        assertThat(SERVERS.signals.of("B1")).containsOnly("started", "changed 1");
    }

    @Test
    void theChangesOfOneRecordKeepTheirOrder() {
        for (int version = 1; version <= 50; version++) {
            send("C1", ContactMessages.update("C1", version));
        }
        awaitTold("C1", "changed 50");
        assertThat(changes("C1")).extracting(LoggedChange::verdict).containsOnly("changed");
    }

    @Test
    void malformedMessagesAreDeadLettersAndTheirNeighboursGoOn() {
        List<String> bad = List.of(
                "not json",
                "{\"record\":7,\"operation\":\"create\",\"item\":{\"id\":\"x\"}}",
                "{\"record\":\"contacts\",\"operation\":\"create\",\"item\":{}}",
                "{\"record\":\"contacts\",\"operation\":\"explode\",\"item\":{\"id\":\"x\"}}",
                ContactMessages.update("big", 1).replace("Alice", "A".repeat(2_000_000)),
                ContactMessages.update("nul", 1).replace("Alice", "Al\\u0000ice"),
                "{\"a\":".repeat(100) + "1" + "}".repeat(100),
                "{\"record\":\"contacts\",\"operation\":\"create\",\"item\":{"
                        + "\"id\":\"x\",\"updated_at\":\"2024-02-31T10:00:00\"}}");
        for (int i = 0; i < bad.size(); i++) {
            send("D-bad" + i, bad.get(i));
            send("D" + i, ContactMessages.update("D" + i, 1));
        }
        for (int i = 0; i < bad.size(); i++) {
            awaitTold("D" + i, "changed 1");
        }
        await().atMost(SOON).until(() -> deadLettersOf("D-bad", 0).size() >= bad.size());

        List<ConsumerRecord<byte[], byte[]>> dead = deadLettersOf("D-bad", 0);

        assertThat(dead).hasSize(bad.size());
        for (int i = 0; i < bad.size(); i++) {
            ConsumerRecord<byte[], byte[]> letter = dead.get(i);
            assertThat(header(letter, DeadLetterHeaders.KIND)).contains("unreadable");
            assertThat(header(letter, DeadLetterHeaders.REASON)).isPresent();
            assertThat(header(letter, DeadLetterHeaders.ERROR_ID)).isPresent();
            assertThat(header(letter, DeadLetterHeaders.TOPIC)).contains(TOPIC);
            assertThat(header(letter, DeadLetterHeaders.PARTITION)).contains("0");
            assertThat(header(letter, DeadLetterHeaders.OFFSET)).isPresent();
            assertThat(header(letter, DeadLetterHeaders.TIME)).isPresent();
            assertThat(letter.headers()).allMatch(header -> header.key().startsWith("recordsync-"));
            assertThat(bad.get(i)).startsWith(new String(letter.value(), StandardCharsets.UTF_8));
        }
        assertThat(dead)
                .extracting(letter -> header(letter, DeadLetterHeaders.SHA256).isPresent())
                .containsExactly(false, false, false, false, true, false, false, false);
        assertThat(dead)
                .extracting(letter -> header(letter, DeadLetterHeaders.REASON))
                .doesNotHaveDuplicates();
    }

    @Test
    void aChangeThatItsRecordCannotHoldIsADeadLetterAndItsNeighboursGoOn() {
        String patch = "{\"event_id\":\"%1$d\",\"event_type\":\"record.updated\",\"source\":\"s\","
                + "\"entity\":{\"type\":\"customer\",\"id\":\"J1\"},\"payload\":{\"f%1$d\":\"%2$s\"}}";
        for (int i = 0; i < 6; i++) {
            send("J1", patch.formatted(i, "x".repeat(200_000)));
        }
        awaitRead();
        int accepted = changes("J1").size();
        assertThat(accepted).isBetween(4, 5);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(deadLettersOf("J1", 0))
                        .hasSize(6 - accepted)
                        .allSatisfy(letter -> assertThat(header(letter, DeadLetterHeaders.REASON))
                                .contains("it would make the record larger than a record may be")));
    }

    @Test
    void aDeadLetterKeepsTheHeadersOfItsMessage() {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                TOPIC, "E1".getBytes(StandardCharsets.UTF_8), "?".getBytes(StandardCharsets.UTF_8));
        message.headers().add("trace", "abc".getBytes(StandardCharsets.UTF_8));
        SERVERS.producer().send(message);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(deadLettersOf("E1", 1))
                        .singleElement()
                        .satisfies(letter -> assertThat(header(letter, "trace")).contains("abc")));
    }

    @Test
    void aTombstoneIsIgnored() {
        SERVERS.producer().send(new ProducerRecord<>(TOPIC, "F1".getBytes(StandardCharsets.UTF_8), null));
        awaitRead();
        assertThat(deadLettersOf("F1", 0)).isEmpty();
    }

    @Test
    void aParkedDeliverysOriginalIsCopiedToTheDeadLetterTopic() {
        send("G1", ContactMessages.update("G1", 1));
        awaitTold("G1", "changed 1");
        starter().bean(SyncRecordClient.class).retry(key("G1"), new io.recordsync.workflows.Retry("hubspot"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(deadLettersOf("G1", 1))
                        .singleElement()
                        .satisfies(letter -> {
                            assertThat(header(letter, DeadLetterHeaders.KIND)).contains("parked");
                            assertThat(header(letter, DeadLetterHeaders.REASON)).contains("the system refuses it");
                            assertThat(header(letter, DeadLetterHeaders.ERROR_ID))
                                    .contains("error-1");
                            assertThat(header(letter, "recordsync-system")).contains("hubspot");
                            assertThat(new String(letter.value(), StandardCharsets.UTF_8))
                                    .isEqualTo(ContactMessages.update("G1", 1));
                        }));
    }

    @Test
    void whereTheOriginalIsGoneItsKeyAloneIsCopied() {
        starter().bean(SyncRecordClient.class).retry(key("H1"), io.recordsync.workflows.Retry.ALL);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(deadLettersOf("H1", 1))
                        .singleElement()
                        .satisfies(letter -> {
                            assertThat(letter.value()).isEmpty();
                            assertThat(header(letter, DeadLetterHeaders.OFFSET)).isEmpty();
                        }));
    }

    private void awaitTold(String recordId, String what) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(SERVERS.signals.of(recordId)).contains(what));
    }

    /** Returns when a message that was sent after all others of its partition has been processed. */
    private void awaitRead() {
        String last = "last-" + System.nanoTime();
        send(last, ContactMessages.update(last, 1));
        awaitTold(last, "changed 1");
    }

    private static void send(String key, String value) {
        SERVERS.producer()
                .send(new ProducerRecord<>(
                        TOPIC, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<ConsumerRecord<byte[], byte[]>> deadLettersOf(String keyPrefix, int atLeast) {
        return SERVERS.read(DEAD_LETTERS, atLeast).stream()
                .filter(letter ->
                        letter.key() != null && new String(letter.key(), StandardCharsets.UTF_8).startsWith(keyPrefix))
                .toList();
    }

    private static Optional<String> header(ConsumerRecord<byte[], byte[]> message, String name) {
        return Optional.ofNullable(message.headers().lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    private List<LoggedChange> changes(String recordId) {
        return status(recordId).changes();
    }

    private RecordStatus status(String recordId) {
        return starter().bean(Store.class).ledger().status(key(recordId)).orElseThrow();
    }

    private static RecordKey key(String recordId) {
        return new RecordKey("default", "contact", recordId);
    }

    private RunningProcess starter() {
        return java.util.Objects.requireNonNull(starter);
    }
}
