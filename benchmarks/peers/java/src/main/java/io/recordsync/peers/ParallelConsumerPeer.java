package io.recordsync.peers;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import io.confluent.parallelconsumer.PollContext;
import io.confluent.parallelconsumer.RecordContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Confluent Parallel Consumer as its README sets it up (confluentinc/parallel-consumer): "Common Preparation" with
 * order by key, "Batching", "Retry Delay Function"; "Skipping Records" for what is refused, which goes to the
 * dead-letter topic.
 */
public final class ParallelConsumerPeer {

    private static final Duration MAX_DELAY = Duration.ofSeconds(60);

    private final Crm crm;
    private final String deadLetters;
    private final KafkaProducer<String, byte[]> producer;

    private ParallelConsumerPeer(Crm crm, String deadLetters, KafkaProducer<String, byte[]> producer) {
        this.crm = crm;
        this.deadLetters = deadLetters;
        this.producer = producer;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> environment = System.getenv();
        Map<String, Object> kafka = Map.of("bootstrap.servers", environment.get("KAFKA_BOOTSTRAP_SERVERS"));
        String topic = environment.get("TOPIC");
        Crm crm = Crm.of(environment);
        var peer = new ParallelConsumerPeer(
                crm,
                topic + ".dlq",
                new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer()));
        ParallelStreamProcessor<String, byte[]> processor = ParallelStreamProcessor.createEosStreamProcessor(
                ParallelConsumerOptions.<String, byte[]>builder()
                        .consumer(consumer(kafka, environment.get("GROUP")))
                        .ordering(ProcessingOrder.KEY)
                        .batchSize(crm.largestBatch())
                        .retryDelayProvider(ParallelConsumerPeer::delay)
                        .build());
        processor.subscribe(List.of(topic));
        processor.poll(peer::deliver);
        Runtime.getRuntime().addShutdownHook(new Thread(processor::closeDrainFirst));
        System.out.println("ready");
        new CountDownLatch(1).await();
    }

    private static KafkaConsumer<String, byte[]> consumer(Map<String, Object> kafka, String group) {
        Map<String, Object> settings = new java.util.HashMap<>(kafka);
        settings.put("group.id", group);
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** What the system asks for, else 1, 2, 4 s and so on. */
    private static Duration delay(RecordContext<String, byte[]> failed) {
        return failed.getLastFailureReason()
                .flatMap(ParallelConsumerPeer::asked)
                .orElseGet(() -> backoff(failed.getNumberOfFailedAttempts()));
    }

    private static Optional<Duration> asked(Throwable reason) {
        return reason instanceof CallFailedException call ? call.retryAfter() : Optional.empty();
    }

    private static Duration backoff(int failures) {
        Duration delay = Duration.ofSeconds(1L << Math.clamp(failures - 1L, 0, 6));
        return delay.compareTo(MAX_DELAY) < 0 ? delay : MAX_DELAY;
    }

    private void deliver(PollContext<String, byte[]> batch) {
        List<ConsumerRecord<String, byte[]>> events = batch.streamConsumerRecords().toList();
        List<Optional<String>> refusals = crm.upsertAll(
                events.stream().map(event -> Contact.of(event.value())).toList());
        IntStream.range(0, events.size())
                .filter(i -> refusals.get(i).isPresent())
                .forEach(i -> deadLetter(events.get(i)));
    }

    /** Sent, and acknowledged, before the event counts as done. */
    private void deadLetter(ConsumerRecord<String, byte[]> event) {
        try {
            producer.send(new ProducerRecord<>(deadLetters, event.key(), event.value())).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallFailedException("interrupted", Optional.empty());
        } catch (java.util.concurrent.ExecutionException e) {
            throw new CallFailedException("Kafka did not store a dead letter", Optional.empty());
        }
    }
}
