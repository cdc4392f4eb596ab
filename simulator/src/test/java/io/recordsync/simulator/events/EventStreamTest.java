package io.recordsync.simulator.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {

    private final SentJournal journal = new SentJournal();
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, new RoundRobinPartitioner(), new StringSerializer(), new ByteArraySerializer());

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void allEventsAreSentAndInTheJournal(boolean async) {
        try (EventStream stream = stream(async)) {
            stream.run(25);
        }

        assertThat(producer.history()).hasSize(25);
        assertThat(journal.events())
                .extracting(SentEvent::index)
                .startsWith(0L, 1L)
                .endsWith(24L);
        assertThat(producer.history())
                .allSatisfy(message -> assertThat(message.topic()).isEqualTo("events"));
        assertThat(new String(producer.history().getFirst().value(), StandardCharsets.UTF_8))
                .isEqualTo(new EventGenerator(GeneratorSettings.of(1)).next().value());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBrokerThatRefusesEndsTheRun(boolean async) {
        producer.sendException = new KafkaException("no");

        try (EventStream stream = stream(async)) {
            assertThatThrownBy(() -> stream.run(25)).hasMessageContaining("topic events");
        }
    }

    @Test
    void aStoppedStreamSendsNoMore() {
        try (EventStream stream = stream(true)) {
            stream.stop();
            stream.run(25);
        }

        assertThat(producer.history()).isEmpty();
    }

    @Test
    void eventsAreSpreadEvenly() {
        AtomicLong nanos = new AtomicLong();
        Pacer pacer = new Pacer(10, nanos::get);

        assertThat(pacer.next(1)).isZero();
        assertThat(pacer.next(5)).isEqualTo(Duration.ofMillis(100));
        nanos.addAndGet(Duration.ofMillis(200).toNanos());
        assertThat(pacer.next(1)).isEqualTo(Duration.ofMillis(400));
        pacer.rate(1);
        assertThat(pacer.next(1)).isEqualTo(Duration.ofMillis(500));
        assertThat(pacer.next(1)).isEqualTo(Duration.ofMillis(1_500));
    }

    @Test
    void oneWhoFellBehindCatchesUpByASecondAtMost() {
        AtomicLong nanos = new AtomicLong();
        Pacer pacer = new Pacer(10, nanos::get);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());

        assertThat(pacer.next(10)).isZero();
        assertThat(pacer.next(1)).isZero();
        assertThat(pacer.next(1)).isEqualTo(Duration.ofMillis(100));
    }

    private EventStream stream(boolean async) {
        return new EventStream(
                new EventGenerator(GeneratorSettings.of(1)),
                journal,
                producer,
                new EventStream.Settings("events", 10_000, async, 10));
    }
}
