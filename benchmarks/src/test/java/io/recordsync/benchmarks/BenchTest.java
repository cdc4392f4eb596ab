package io.recordsync.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command as a person runs it. */
class BenchTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... arguments) {
        CommandLine line = Bench.commandLine(Map.of());
        return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    static Set<String> benchmarks() {
        return Bench.commandLine(Map.of()).getSubcommands().keySet();
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void everyBenchmarkExplainsItselfWithAnExample(String name) {
        assertThat(run(name, "--help")).isZero();
        assertThat(out.toString())
                .contains("recordsync bench " + name)
                .contains("Example:")
                .contains("--seed", "--keep", "--data");
    }

    @Test
    void aNumberThatMakesNoSenseIsNotRun() {
        assertThat(run("flood", "--events", "0")).isEqualTo(2);
        assertThat(run("quota", "--workers", "0")).isEqualTo(2);
        assertThat(run("peers", "--events", "0")).isEqualTo(2);
        assertThat(run("read", "--rows", "10", "--edited", "11")).isEqualTo(2);
    }

    @Test
    void aPeerThatThereIsNotIsNotRun() {
        assertThat(run("peers", "--only", "bentoo")).isEqualTo(2);
        assertThat(err.toString()).contains("PARALLEL_CONSUMER");
    }

    @Test
    void aSmallFloodSettlesEveryRecordAndSaysWhatItCost() {
        int exitCode = run(
                "flood",
                "--events",
                "200",
                "--refused",
                "10",
                "--data",
                folder.resolve("run").toString());

        assertThat(exitCode).as("%s%s", out, err).isZero();
        JsonNode json = JsonMapper.builder()
                .build()
                .readTree(out.toString().lines().toList().getLast());
        assertThat(json.required("recordsPerSecond").asDouble()).isPositive();
        assertThat(json.required("applied").asInt()).isEqualTo(200);
        JsonNode refused = json.required("refused");
        assertThat(refused.required("parked").asInt()).isPositive();
        assertThat(refused.required("applied").asInt()
                        + refused.required("parked").asInt())
                .isEqualTo(200);
        assertThat(json.required("cpuSecondsPer1000").propertyNames())
                .containsExactlyInAnyOrder(
                        "kafka", "temporal", "postgresql", "simulator", "bench", "worker", "starter", "total");
        assertThat(folder.resolve("run")).as("its data, without --keep").doesNotExist();
    }

    @Test
    void aSmallTableIsReadTwiceAndItsEditsReachTheOtherSide() {
        int exitCode = run(
                "read",
                "--rows",
                "3000",
                "--edited",
                "20",
                "--no-peers",
                "--data",
                folder.resolve("run").toString());

        assertThat(exitCode).as("%s%s", out, err).isZero();
        JsonNode json = JsonMapper.builder()
                .build()
                .readTree(out.toString().lines().toList().getLast());
        assertThat(json.required("first contact").required("rows").asInt()).isEqualTo(3000);
        assertThat(json.required("known rows").required("calls").asInt()).isPositive();
        assertThat(json.required("delta").required("rowsPerSecond").asDouble()).isPositive();
    }
}
