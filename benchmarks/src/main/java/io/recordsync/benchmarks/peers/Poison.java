package io.recordsync.benchmarks.peers;

import io.recordsync.benchmarks.harness.BenchMessages;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One record that changes repeatedly and that the system is to refuse each time. */
final class Poison {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT);

    private final JsonMapper json = JsonMapper.builder().build();
    private final ProducerRecord<String, byte[]> first;
    private int sent;

    Poison(String topic, long seed) {
        first = new BenchMessages(seed, BenchMessages.USUAL_BYTES).next(topic);
    }

    String recordId() {
        return first.key();
    }

    /** The record's next event: a later version with another e-mail address. */
    ProducerRecord<String, byte[]> next() {
        JsonNode event = json.readTree(first.value());
        ObjectNode item = (ObjectNode) event.required("item");
        LocalDateTime version = LocalDateTime.parse(item.required("updated_at").asString(""));
        item.put("updated_at", TIME.format(version.plusSeconds(sent)));
        item.put("email", String.format(Locale.ROOT, "poison-%d@example.com", sent));
        sent++;
        return new ProducerRecord<>(first.topic(), first.key(), json.writeValueAsBytes(event));
    }
}
