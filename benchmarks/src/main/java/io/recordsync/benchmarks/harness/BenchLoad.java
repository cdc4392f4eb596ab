package io.recordsync.benchmarks.harness;

import io.recordsync.simulator.events.EventStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Sends messages to a topic, before or during the measurement. */
public final class BenchLoad implements AutoCloseable {

    private final Producer<String, byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    public BenchLoad(BenchEnvironment site) {
        this.producer = EventStream.producer(site.servers().kafkaBootstrapServers());
    }

    /** Sends this number of messages as fast as the broker accepts them. Returns when the broker has them all. */
    public void fill(String topic, BenchMessages messages, long count) {
        for (long sent = 0; sent < count; sent++) {
            send(topic, messages);
        }
        flush();
    }

    /** Sends one message, without waiting for the broker's answer. Returns the record's id. */
    public String send(String topic, BenchMessages messages) {
        var message = messages.next(topic);
        send(message);
        return message.key();
    }

    /** Sends this message, without waiting for the broker's answer. */
    public void send(ProducerRecord<String, byte[]> message) {
        producer.send(message, (metadata, e) -> failure.compareAndSet(null, e));
    }

    /** Returns when the broker has everything that was sent. */
    public void flush() {
        producer.flush();
        Exception first = failure.get();
        if (first != null) {
            throw new KafkaException("Kafka did not store a message: " + first.getMessage(), first);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
