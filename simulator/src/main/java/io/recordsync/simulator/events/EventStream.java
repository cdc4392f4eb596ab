package io.recordsync.simulator.events;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Sends generated events to a Kafka topic at a steady rate. */
public final class EventStream implements AutoCloseable {

    private static final String BLOCK_MILLIS = "10000";

    private final EventGenerator generator;
    private final SentJournal journal;
    private final Producer<String, byte[]> producer;
    private final Settings settings;
    private final Pacer pacer;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /**
     * @param topic the topic for the events
     * @param perSecond events per second at the start
     * @param async true sends each event at its time, without waiting for the broker; false sends batches, and waits
     *     until the broker has confirmed each
     * @param batchSize the number of events in a batch
     */
    public record Settings(String topic, double perSecond, boolean async, int batchSize) {

        public Settings {
            if (batchSize < 1 || !(perSecond > 0)) {
                throw new IllegalArgumentException(
                        "The batch size must be at least 1, and the events per second more than 0.");
            }
        }
    }

    /** @param producer is closed together with this stream */
    public EventStream(
            EventGenerator generator, SentJournal journal, Producer<String, byte[]> producer, Settings settings) {
        this.generator = generator;
        this.journal = journal;
        this.producer = producer;
        this.settings = settings;
        this.pacer = new Pacer(settings.perSecond(), System::nanoTime);
    }

    /**
     * A producer that neither loses nor duplicates events, and fails if a broker does not answer within ten seconds.
     */
    public static Producer<String, byte[]> producer(String bootstrapServers) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        "true",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        BLOCK_MILLIS),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Changes the rate, starting with the next event. */
    public void rate(double perSecond) {
        pacer.rate(perSecond);
    }

    /** Makes {@link #run} return after the current event or batch. */
    public void stop() {
        stopped.countDown();
    }

    /**
     * Sends this number of events, and returns when the broker has confirmed all of them, or after {@link #stop}.
     *
     * @throws KafkaException when the broker did not accept an event; all events sent before it are in the journal
     */
    public void run(long events) {
        int size = settings.async() ? 1 : settings.batchSize();
        for (long sent = 0; sent < events && awaitTurn((int) Math.min(size, events - sent)); sent += size) {
            send((int) Math.min(size, events - sent));
        }
        producer.flush();
        requireNoFailure();
    }

    @Override
    public void close() {
        stop();
        producer.close(Duration.ofSeconds(5));
    }

    /** Waits until the events are due. Returns false if the stream was stopped. */
    private boolean awaitTurn(int events) {
        try {
            return !stopped.await(pacer.next(events).toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void send(int events) {
        requireNoFailure();
        List<Future<RecordMetadata>> batch = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            batch.add(send(generator.next()));
        }
        if (!settings.async()) {
            batch.forEach(this::await);
        }
    }

    private Future<RecordMetadata> send(GeneratedEvent event) {
        journal.add(event.sent());
        byte[] value = event.value().getBytes(StandardCharsets.UTF_8);
        try {
            return producer.send(
                    new ProducerRecord<>(settings.topic(), event.key(), value),
                    (metadata, e) -> failure.compareAndSet(null, e));
        } catch (KafkaException e) {
            failure.compareAndSet(null, e);
            return CompletableFuture.failedFuture(e);
        }
    }

    private void await(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (ExecutionException e) {
            failure.compareAndSet(null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireNoFailure() {
        Exception first = failure.get();
        if (first != null) {
            throw new KafkaException(
                    "Kafka refused an event for topic " + settings.topic() + ": " + first.getMessage(), first);
        }
    }
}
