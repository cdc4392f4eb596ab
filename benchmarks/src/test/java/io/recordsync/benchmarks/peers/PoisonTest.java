package io.recordsync.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PoisonTest {

    private final Poison poison = new Poison("any", 1);

    @Test
    void eachEventIsALaterVersionOfTheOneRecordWithContentOfItsOwn() {
        List<ProducerRecord<String, byte[]>> events =
                Stream.generate(poison::next).limit(5).toList();

        assertThat(events).extracting(ProducerRecord::key).containsOnly(poison.recordId());
        assertThat(events).extracting(event -> item(event, "id")).containsOnly(poison.recordId());
        assertThat(events)
                .extracting(event -> item(event, "updated_at"))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(events).extracting(event -> item(event, "email")).doesNotHaveDuplicates();
    }

    private static String item(ProducerRecord<String, byte[]> event, String field) {
        JsonNode tree = JsonMapper.builder().build().readTree(event.value());
        return tree.required("item").required(field).asString("");
    }
}
