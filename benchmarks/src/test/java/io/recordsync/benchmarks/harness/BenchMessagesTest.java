package io.recordsync.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchMessagesTest {

    @Test
    void eachIsACreateOfAnotherCustomerAndOfTheWantedSize() {
        List<ProducerRecord<String, byte[]>> messages = make(7, 500);

        assertThat(messages).extracting(ProducerRecord::key).doesNotHaveDuplicates();
        assertThat(messages).allSatisfy(message -> {
            JsonNode tree = JsonMapper.builder().build().readTree(message.value());
            assertThat(message.value()).hasSize(BenchMessages.USUAL_BYTES);
            assertThat(tree.required("operation").asString()).isEqualTo("create");
            assertThat(tree.required("item").required("contact").asString()).isEqualTo("customer");
            assertThat(tree.required("item").required("id").asString()).isEqualTo(message.key());
        });
    }

    @Test
    void theSameSeedMakesTheSameMessagesAndAnotherOtherRecords() {
        assertThat(make(7, 20)).usingRecursiveComparison().isEqualTo(make(7, 20));
        assertThat(make(7, 20))
                .extracting(ProducerRecord::key)
                .doesNotContainAnyElementsOf(
                        make(8, 20).stream().map(ProducerRecord::key).toList());
    }

    private static List<ProducerRecord<String, byte[]>> make(long seed, int count) {
        BenchMessages messages = new BenchMessages(seed, BenchMessages.USUAL_BYTES);
        return IntStream.range(0, count).mapToObj(n -> messages.next("topic")).toList();
    }
}
