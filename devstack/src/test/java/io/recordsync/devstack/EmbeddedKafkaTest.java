package io.recordsync.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.devstack.ChildProcesses.Child;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

    private static final String TOPIC = "events";

    @TempDir
    private Path folder;

    /** Runs a broker in a process of its own, so that a test can kill it. */
    static final class Broker {

        private Broker() {}

        public static void main(String[] arguments) {
            EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), Port.any());
            kafka.createTopics(TOPIC, 1);
            System.out.println("serves at " + kafka.bootstrapServers() + ".");
        }
    }

    @Test
    void messagesAndCommittedOffsetsSurviveARestart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, Port.any())) {
            kafka.createTopics(TOPIC, 1);
            send(kafka.bootstrapServers(), "one");
            assertThat(receive(kafka.bootstrapServers(), 1)).containsExactly("one");
            send(kafka.bootstrapServers(), "two");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, Port.any())) {
            assertThat(receive(kafka.bootstrapServers(), 1)).containsExactly("two");
        }
    }

    @Test
    void acknowledgedMessagesSurviveTheKillingOfTheProcess() throws Exception {
        try (ChildProcesses processes = new ChildProcesses(folder, Map.of(), ChildProcesses.SHORT_LIVED)) {
            Path data = folder.resolve("kafka");
            Child broker = processes
                    .start("broker", Broker.class, data.toString())
                    .awaitLine("serves at", Duration.ofSeconds(60));
            send(broker.output().replaceAll("(?s).*serves at (\\S+)\\..*", "$1"), "one");

            broker.kill();

            try (EmbeddedKafka kafka = EmbeddedKafka.start(data, Port.any())) {
                assertThat(receive(kafka.bootstrapServers(), 1)).containsExactly("one");
            }
        }
    }

    @Test
    void aTopicComesWithItsDeadLettersAndIsCreatedOnce() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, Port.any());
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            kafka.createTopics(TOPIC, 3);
            kafka.createTopics(TOPIC, 3);

            Map<String, TopicDescription> topics = admin.describeTopics(Set.of("events", "events.dlq"))
                    .allTopicNames()
                    .get();
            assertThat(topics.values())
                    .allSatisfy(topic -> assertThat(topic.partitions()).hasSize(3));
        }
    }

    @Test
    void theLargestMessageIsASetting() throws Exception {
        String large = "x".repeat(2_000_000);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("usual"), Port.any())) {
            kafka.createTopics(TOPIC, 1);
            assertThatThrownBy(() -> send(kafka.bootstrapServers(), large))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(RecordTooLargeException.class);
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("large"), Port.any(), 3_000_000)) {
            kafka.createTopics(TOPIC, 1);
            send(kafka.bootstrapServers(), large);
        }
    }

    @Test
    void aMessageIsRefusedByItsSizeBeforeItWasCompressed() {
        String bomb = "a".repeat(5_000_000);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, Port.any());
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka.bootstrapServers(),
                                "max.request.size",
                                10_000_000,
                                "compression.type",
                                "gzip"),
                        new StringSerializer(),
                        new StringSerializer())) {
            kafka.createTopics(TOPIC, 1);
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>(TOPIC, "key", bomb))
                            .get())
                    .hasCauseInstanceOf(RecordTooLargeException.class);
        }
    }

    @Test
    void aTakenPortIsRefusedInOneSentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedKafka.start(folder, Port.exactly(taken.getLocalPort())))
                    .isInstanceOf(DevStackException.class)
                    .hasMessage(String.format(
                                    Locale.ROOT,
                                    "Kafka cannot listen on port %d, because another program does. Stop that program,"
                                            + " or choose",
                                    taken.getLocalPort())
                            + " another port.");
        }
        EmbeddedKafka.start(folder, Port.any()).close();
    }

    @Test
    void aPreferredPortThatIsTakenIsExchangedForAFreeOne() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EmbeddedKafka kafka = EmbeddedKafka.start(folder, Port.preferably(taken.getLocalPort()))) {
            assertThat(kafka.port()).isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void twoBrokersDoNotShareAFolder() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, Port.any())) {
            assertThatThrownBy(() -> EmbeddedKafka.start(folder, Port.any()))
                    .isInstanceOf(DevStackException.class)
                    .hasMessageContaining("is in use by another recordsync");
            assertThat(kafka.bootstrapServers()).startsWith("127.0.0.1:");
        }
    }

    private static void send(String bootstrapServers, String message) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "max.request.size", 4_000_000),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, "key", message)).get();
        }
    }

    /**
     * Receives messages as a member of a consumer group. All calls use the same group and commit what they have read.
     */
    private static List<String> receive(String bootstrapServers, int count) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "group.id", "test", "auto.offset.reset", "earliest");
        List<String> received = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            for (int polls = 0; polls < 60 && received.size() < count; polls++) {
                consumer.poll(Duration.ofSeconds(1)).forEach(message -> received.add(message.value()));
            }
            consumer.commitSync();
        }
        return received;
    }
}
