package io.recordsync.starter.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.recordsync.process.Meters;
import io.recordsync.process.RunningProcess;
import io.recordsync.starter.TestServers;
import io.recordsync.starter.bridge.kafka.DeadLetterHeaders;
import io.recordsync.store.Store;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.status.RecordStatus.LoggedChange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestInstance(Lifecycle.PER_CLASS)
class DebeziumTopicTest {

    private static final String TOPIC = "customers";
    private static final Duration SOON = Duration.ofMinutes(1);

    @RegisterExtension
    static final TestServers SERVERS = new TestServers();

    private @Nullable RunningProcess starter;

    @BeforeAll
    void start() {
        SERVERS.createTopic(TOPIC, 1_000_000);
        starter = SERVERS.starter(TOPIC, Map.of("DEBEZIUM_TABLES", "public.customers=contact:id"));
    }

    @AfterAll
    void stop() {
        starter().close();
    }

    @Test
    void whatSaysNothingOfARecordIsCountedAndIsNoDeadLetter() {
        double before = count(Meters.EVENTS, "outcome", "ignored");
        send(new ProducerRecord<>(TOPIC, null));
        send("{\"schema\":null,\"payload\":null}");
        send("{\"ts_ms\":1705314600123}");
        send("{\"op\":\"t\",\"source\":{\"name\":\"crm\",\"schema\":\"public\",\"table\":\"customers\",\"lsn\":7}}");
        send(row("A1", 900, "Ann"));
        awaitVerdicts("A1", "changed");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(count(Meters.EVENTS, "outcome", "ignored") - before)
                        .isEqualTo(4));
        assertThat(SERVERS.read(TOPIC + ".dlq", 0)).isEmpty();
    }

    @Test
    void aStepBackInTheLogIsAppliedAndCountedOnce() {
        send(row("B1", 900, "Ann"));
        send(row("B1", 26, "Bob"));
        send(row("B1", 27, "Cid"));
        send(row("B1", 26, "Bob"));
        awaitVerdicts("B1", "changed", "changed", "changed");
        send(row("B1", 28, "Dan"));
        awaitVerdicts("B1", "changed", "changed", "changed", "changed");
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(count(Meters.STEPS_BACK, "topic", TOPIC)).isEqualTo(1));
    }

    @Test
    void aDeadLetterThatIsSentAgainIsOlderThanWhatCameSince() {
        send(row("C1", 900, "Ann"));
        send(row("C1", 902, "Bob"));
        awaitVerdicts("C1", "changed", "changed");
        ProducerRecord<byte[], byte[]> again =
                new ProducerRecord<>(TOPIC, row("C1", 901, "old").getBytes(StandardCharsets.UTF_8));
        Map.of(DeadLetterHeaders.TOPIC, TOPIC, DeadLetterHeaders.PARTITION, "0", DeadLetterHeaders.OFFSET, "0")
                .forEach((name, value) -> again.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        send(again);
        awaitVerdicts("C1", "changed", "changed", "superseded");
    }

    private void awaitVerdicts(String recordId, String... verdicts) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(changes(recordId).reversed())
                        .extracting(LoggedChange::verdict)
                        .containsExactly(verdicts));
    }

    private List<LoggedChange> changes(String recordId) {
        return starter()
                .bean(Store.class)
                .ledger()
                .status(new RecordKey("default", "contact", recordId))
                .map(status -> status.changes())
                .orElse(List.of());
    }

    private double count(Meters meter, String tag, String value) {
        return starter()
                .bean(MeterRegistry.class)
                .counter(meter.key(), tag, value)
                .count();
    }

    private static String row(String id, int lsn, String name) {
        return String.format(
                Locale.ROOT,
                "{\"op\":\"u\",\"after\":{\"id\":\"%s\",\"name\":\"%s\"},"
                        + "\"source\":{\"name\":\"crm\",\"schema\":\"public\",\"table\":\"customers\",\"lsn\":%d}}",
                id,
                name,
                lsn);
    }

    private static void send(String value) {
        send(new ProducerRecord<>(TOPIC, value.getBytes(StandardCharsets.UTF_8)));
    }

    private static void send(ProducerRecord<byte[], byte[]> message) {
        SERVERS.producer().send(message);
    }

    private RunningProcess starter() {
        return Objects.requireNonNull(starter);
    }
}
