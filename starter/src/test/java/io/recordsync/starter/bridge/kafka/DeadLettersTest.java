package io.recordsync.starter.bridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.recordsync.process.RunningProcess;
import io.recordsync.starter.ContactMessages;
import io.recordsync.starter.TestServers;
import io.recordsync.starter.bridge.consumer.PollHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How often an unreadable message is published to the dead-letter topic, and at which size. */
@TestInstance(Lifecycle.PER_CLASS)
class DeadLettersTest {

    private static final String TOPIC = "letters";
    private static final String NO_TOPIC = "no topic can be called so";
    private static final Duration SOON = Duration.ofMinutes(1);

    /**
     * The size of a message in bytes: larger than one request of our producer may be, but when it is compressed, far
     * smaller than the topic allows. 68 MiB with {@code -Psoak}.
     */
    private static final int HUGE = Integer.getInteger("letters.huge", 8) * 1024 * 1024;

    @RegisterExtension
    static final TestServers SERVERS = new TestServers();

    private @Nullable RunningProcess starter;

    @BeforeAll
    void start() {
        SERVERS.createTopic(TOPIC, 1_000_000);
        starter = SERVERS.starter(TOPIC, Map.of());
    }

    @AfterAll
    void stop() {
        Objects.requireNonNull(starter).close();
    }

    @Test
    void aPollThatIsTakenInAgainPublishesNoLetterTwice() {
        List<ConsumerRecord<byte[], byte[]>> poll = List.of(unreadable(TOPIC, 1000, "A"), unreadable(TOPIC, 1001, "A"));

        bridge().take(poll);
        bridge().take(poll);

        assertThat(lettersOf("A")).hasSize(2);
    }

    @Test
    void aLetterThatCannotBePublishedLetsNoOtherBePublishedTwice() {
        List<ConsumerRecord<byte[], byte[]>> poll =
                List.of(unreadable(NO_TOPIC, 2000, "B"), unreadable(TOPIC, 2001, "B"));

        assertThatThrownBy(() -> bridge().take(poll)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> bridge().take(poll)).isInstanceOf(RuntimeException.class);

        assertThat(lettersOf("B")).hasSize(1);
    }

    @Test
    void aLetterThatCannotBePublishedSaysTheTrueCause() {
        assertThatThrownBy(() -> bridge().take(List.of(unreadable(NO_TOPIC, 2002, "B2"))))
                .isInstanceOf(KafkaSendException.class)
                .hasMessageContaining("on the topic '%s.dlq'".formatted(NO_TOPIC))
                .hasMessageContaining("InvalidTopicException");
    }

    @Test
    void aMessageThatIsHugeWhenItIsUnpackedIsShortenedAndItsNeighboursGoOn() {
        try (KafkaProducer<byte[], byte[]> producer = SERVERS.producer(
                Map.of("compression.type", "gzip", "max.request.size", 2 * HUGE, "buffer.memory", 2L * HUGE))) {
            producer.send(new ProducerRecord<>(TOPIC, bytes("C"), bytes("a".repeat(HUGE))));
            producer.send(new ProducerRecord<>(TOPIC, bytes("D1"), bytes(ContactMessages.update("D1", 1))));
        }

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(SERVERS.signals.of("D1")).contains("changed 1"));
        assertThat(lettersOf("C")).singleElement().satisfies(letter -> {
            assertThat(header(letter, DeadLetterHeaders.SIZE)).isEqualTo(Integer.toString(HUGE));
            assertThat(header(letter, DeadLetterHeaders.SHA256)).hasSize(64);
            assertThat(letter.value()).hasSizeLessThan(100_000);
        });
    }

    /**
     * Simulates a row that somebody has edited by hand. It must not delay other records, and the change must not be
     * lost.
     */
    @Test
    void aChangeOfARecordWhoseImageCannotBeReadIsADeadLetterAndItsNeighboursGoOn() {
        bridge().take(List.of(readable("E", 3000, 1), readable("F", 3001, 1)));
        JdbcClient.create(Objects.requireNonNull(starter).bean(DataSource.class))
                .sql("update image set fields = '[]' where record_id = 'E'")
                .update();

        bridge().take(List.of(readable("E", 3002, 2), readable("F", 3003, 2)));

        assertThat(lettersOf("E"))
                .singleElement()
                .satisfies(letter -> assertThat(header(letter, DeadLetterHeaders.REASON))
                        .isEqualTo("the ledger's content of this record cannot be read"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(SERVERS.signals.of("F")).contains("changed 2"));
    }

    private static ConsumerRecord<byte[], byte[]> readable(String id, long offset, int version) {
        return new ConsumerRecord<>(TOPIC, 0, offset, bytes(id), bytes(ContactMessages.update(id, version)));
    }

    private PollHandler bridge() {
        return Objects.requireNonNull(starter).bean(PollHandler.class);
    }

    private static ConsumerRecord<byte[], byte[]> unreadable(String topic, long offset, String key) {
        return new ConsumerRecord<>(topic, 0, offset, bytes(key), bytes("not JSON"));
    }

    private static List<ConsumerRecord<byte[], byte[]>> lettersOf(String key) {
        return SERVERS.read(TOPIC + ".dlq", 0).stream()
                .filter(letter -> key.equals(new String(letter.key(), StandardCharsets.UTF_8)))
                .toList();
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
