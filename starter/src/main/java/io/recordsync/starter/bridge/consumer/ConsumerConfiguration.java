package io.recordsync.starter.bridge.consumer;

import io.recordsync.process.ErrorIds;
import io.recordsync.process.ProcessLauncher;
import io.recordsync.process.StartWait;
import io.recordsync.starter.bridge.kafka.KafkaSettings;
import io.recordsync.starter.bridge.kafka.TopicCreator;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

/** Creates the readers of the topics. */
@Configuration(proxyBeanMethods = false)
public class ConsumerConfiguration {

    private static final Duration BETWEEN_SESSIONS = Duration.ofSeconds(5);

    @Bean
    KafkaReaders kafkaReaders(
            ConsumerFactory<byte[], byte[]> consumers,
            KafkaProperties boot,
            KafkaSettings settings,
            PollHandler handler,
            ErrorIds errorIds,
            StartWait start) {
        Map<String, Object> admin = boot.buildAdminProperties();
        admin.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.servers());
        start.until(() -> TopicCreator.ensure(settings, admin));
        return new KafkaReaders(
                consumers, settings, handler, BETWEEN_SESSIONS, ConsumerConfiguration::endProcess, errorIds);
    }

    private static void endProcess() {
        ProcessLauncher.end("This starter has not been able to read from Kafka for 10 minutes. It ends, so that another"
                + " is started in its place. Earlier errors in this log say why");
    }

    @Bean
    ReadingHealth readingHealthIndicator(KafkaReaders readers) {
        return new ReadingHealth(readers);
    }
}
