package io.recordsync.starter.bridge.kafka;

import io.recordsync.process.ServerAwayException;
import io.recordsync.process.StartException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks before reading starts that Kafka can be reached and that the topics exist. */
public final class TopicCreator {

    private static final Logger LOG = LoggerFactory.getLogger(TopicCreator.class);

    private static final Duration FIRST_ANSWER = Duration.ofSeconds(10);

    /**
     * The broker decompresses what producers send, and so refuses a message by its real size. Otherwise a few kilobytes
     * could expand beyond the memory of the reader.
     */
    private static final Map<String, String> SIZE_BEFORE_READING =
            Map.of(TopicConfig.COMPRESSION_TYPE_CONFIG, "uncompressed");

    private TopicCreator() {}

    /**
     * Creates the missing topics, with the broker's own number of partitions and replicas. Logs a warning for a topic
     * that cannot be created.
     *
     * @throws ServerAwayException if Kafka cannot be reached
     * @throws StartException if Kafka refuses the log-in or the access
     */
    public static void ensure(KafkaSettings settings, Map<String, Object> properties) {
        Map<String, Object> patient = new HashMap<>(properties);
        patient.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) FIRST_ANSWER.toMillis());
        patient.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) FIRST_ANSWER.toMillis());
        try (Admin admin = Admin.create(patient)) {
            Set<String> missing = new LinkedHashSet<>();
            settings.topic().forEach(topic -> {
                missing.add(topic);
                missing.add(settings.deadLettersOf(topic));
            });
            missing.removeAll(admin.listTopics().names().get(FIRST_ANSWER.toMillis(), TimeUnit.MILLISECONDS));
            missing.forEach(topic -> create(admin, topic));
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw unreachable(settings, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(settings, e);
        }
    }

    private static void create(Admin admin, String topic) {
        try {
            admin.createTopics(Set.of(
                            new NewTopic(topic, Optional.empty(), Optional.empty()).configs(SIZE_BEFORE_READING)))
                    .all()
                    .get(FIRST_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(
                    "Kafka has no topic {}, and does not allow this starter to create it: {}. Create the topic",
                    topic,
                    e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static StartException unreachable(KafkaSettings settings, Exception failure) {
        if (failure.getCause() instanceof AuthenticationException
                || failure.getCause() instanceof AuthorizationException) {
            return new StartException(
                    "Kafka at %s refuses this starter (%s). Check the user and its permissions."
                            .formatted(
                                    settings.servers(),
                                    failure.getCause().getClass().getSimpleName()),
                    failure);
        }
        return new ServerAwayException(
                "Kafka at %s cannot be reached. Start it, or set KAFKA_BOOTSTRAP_SERVERS."
                        .formatted(settings.servers()),
                failure);
    }
}
