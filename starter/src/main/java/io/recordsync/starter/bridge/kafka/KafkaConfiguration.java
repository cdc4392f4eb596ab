package io.recordsync.starter.bridge.kafka;

import io.recordsync.starter.events.EventReader;
import io.recordsync.store.Store;
import io.recordsync.workflows.DeadLetterActivities;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Creates Kafka's clients and the sender of dead letters. Properties of Spring Boot's {@code spring.kafka.*}, such as
 * security, apply unless they are set here.
 */
@Configuration(proxyBeanMethods = false)
public class KafkaConfiguration {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration SESSION = Duration.ofSeconds(10);

    @Bean
    ConsumerFactory<byte[], byte[]> consumerFactory(KafkaProperties boot, KafkaSettings settings) {
        Map<String, Object> properties = boot.buildConsumerProperties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.servers());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.groupId());
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.maxPollRecords());
        // When a starter dies, its partitions move to others within this time. Kafka's own default is 45 s.
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION.toMillis());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return new DefaultKafkaConsumerFactory<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Bean
    KafkaTemplate<byte[], byte[]> kafkaTemplate(KafkaProperties boot, KafkaSettings settings) {
        Map<String, Object> properties = boot.buildProducerProperties();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.servers());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER.toMillis());
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int)
                ANSWER.multipliedBy(2).toMillis());
        return new KafkaTemplate<>(
                new DefaultKafkaProducerFactory<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    @Bean
    DeadLetters deadLetters(KafkaOperations<byte[], byte[]> kafka, KafkaSettings settings, Clock clock) {
        return new DeadLetters(kafka, settings, clock);
    }

    @Bean
    DeadLetterActivities deadLetterActivities(
            Store store,
            ConsumerFactory<byte[], byte[]> consumers,
            EventReader reader,
            DeadLetters deadLetters,
            KafkaSettings settings) {
        OriginalMessages originals = new OriginalMessages(consumers, reader);
        return new DeadLetterActivitiesImpl(store.ledger(), originals, deadLetters, settings);
    }
}
