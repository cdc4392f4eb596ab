package io.recordsync.starter.bridge.kafka;

import io.recordsync.settings.api.Setting;
import io.recordsync.starter.events.TopicFormat;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The address of Kafka and the topics to read. Security and similar settings are Spring Boot's own
 * {@code spring.kafka.*}.
 */
@ConfigurationProperties("kafka")
public record KafkaSettings(
        @Setting(
                value = "The addresses of Kafka's brokers.",
                allowed = "a comma-separated list of host:port",
                byDefault = "localhost:9092")
        @NotEmpty List<@NotBlank String> bootstrapServers,

        @Setting(
                value = "The consumer group. The starters of one group share the partitions.",
                byDefault = "sync-service")
        String groupId,

        @Setting(
                value = "The topic, or the topics, on which change events arrive.",
                allowed = "a comma-separated list of topics",
                byDefault = "internal.customer.events")
        @NotEmpty List<@NotBlank String> topic,

        @Setting("The dead-letter topic for all topics. If it is not set, each topic has its own, with the"
                + " ending .dlq.")
        @Nullable String dlqTopic,

        @Setting(
                value = "The topics whose messages all have one format. On other topics the format of each"
                        + " message is recognized.",
                allowed = "a comma-separated list such as orders=record,crm=debezium; the formats are"
                        + " customer, record, cloudevent and debezium")
        List<TopicFormat> topicFormats,

        @Setting(
                value = "The number of readers that share the partitions of one starter. One reader can use"
                        + " all of its cores, and makes the fullest chunks.",
                byDefault = "1")
        @Min(1) @Max(64) int concurrency,

        @Setting(value = "The largest number of messages in one poll. They are accepted together.", byDefault = "1000")
        @Min(1) @Max(5000) int maxPollRecords) {

    /** The dead-letter topic of a topic. */
    public String deadLettersOf(String topic) {
        return dlqTopic == null ? topic + ".dlq" : dlqTopic;
    }

    /** The servers in Kafka's own form. */
    public String servers() {
        return String.join(",", bootstrapServers);
    }
}
