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
                value = "Where Kafka is.",
                allowed = "a list of host:port with commas between",
                byDefault = "localhost:9092")
        @NotEmpty List<@NotBlank String> bootstrapServers,

        @Setting(value = "The consumer group: starters of one group share the partitions.", byDefault = "sync-service")
        String groupId,

        @Setting(
                value = "The topic that change events come in on, or several.",
                allowed = "a list of topics with commas between",
                byDefault = "internal.customer.events")
        @NotEmpty List<@NotBlank String> topic,

        @Setting("The dead-letter topic for all of them. Without it, each topic's own name with .dlq.") @Nullable String dlqTopic,

        @Setting(
                value = "Topics that have one format only; elsewhere each message's shape tells.",
                allowed = "a list such as orders=record,crm=debezium; the formats are customer, record, cloudevent,"
                        + " debezium")
        List<TopicFormat> topicFormats,

        @Setting(
                value = "How many readers share the partitions of one starter. One is enough for its cores, and makes"
                        + " the fullest chunks.",
                byDefault = "1")
        @Min(1) @Max(64) int concurrency,

        @Setting(value = "How many messages a poll takes at most; they are accepted together.", byDefault = "1000")
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
