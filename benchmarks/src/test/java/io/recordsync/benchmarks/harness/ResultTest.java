package io.recordsync.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResultTest {

    @Test
    void theJsonIsOneLineWithAllThatTheFiguresMean() {
        JsonNode json = json(result(List.of()));

        assertThat(json.required("name").asString()).isEqualTo("flood");
        assertThat(json.required("recordsPerSecond").asDouble()).isEqualTo(3472.5);
        assertThat(json.required("seconds").asDouble()).isEqualTo(57.61);
        assertThat(json.required("cpuSecondsPer1000").required("worker").asDouble())
                .isEqualTo(0.2);
        assertThat(json.required("machine").required("cores").asInt()).isPositive();
        assertThat(json.required("versions").required("kafka").asString()).isEqualTo("4");
        assertThat(json.required("sound").asBoolean()).isTrue();
    }

    @Test
    void aRunWithAProblemIsNotSound() {
        Result result = result(List.of("lost: 1 instead of 0."));

        assertThat(result.isSound()).isFalse();
        assertThat(json(result).required("sound").asBoolean()).isFalse();
        assertThat(json(result).required("problems").get(0).asString()).contains("lost");
    }

    private static Result result(List<String> problems) {
        return new Result(
                "flood",
                "",
                Map.of("recordsPerSecond", 3472.5),
                Map.of("partitions", 6),
                57.612,
                Map.of("worker", 0.2),
                problems);
    }

    private static JsonNode json(Result result) {
        String json = result.json(Machine.here(), Map.of("kafka", "4"));
        assertThat(json).doesNotContain("\n");
        return JsonMapper.builder().build().readTree(json);
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        String table = new BenchTable()
                .row("", "flood")
                .row("records", 200_000L)
                .row("rate", 3472.456)
                .toString();

        assertThat(table.lines()).containsExactly("              flood", "  records   200,000", "  rate     3,472.46");
    }
}
