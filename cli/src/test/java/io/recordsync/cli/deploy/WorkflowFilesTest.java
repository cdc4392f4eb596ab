package io.recordsync.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the files of the public CI. Without {@code actionlint} on the PATH, CI fails and other builds skip. */
class WorkflowFilesTest {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    @Test
    void actionlintFindsNothingInTheWorkflows() throws IOException, InterruptedException {
        assertThat(actionlint(REPOSITORY, List.of())).isEmpty();
    }

    @Test
    void actionlintFindsAnExpressionThatMeansNothing(@TempDir Path folder) throws IOException, InterruptedException {
        Path workflow = Files.writeString(folder.resolve("ci.yml"), """
                on: push
                jobs:
                  verify:
                    runs-on: ubuntu-24.04
                    steps:
                      - run: echo ${{ matrix.java }}
                """);

        assertThat(actionlint(folder, List.of(workflow.toString()))).contains("\"java\" is not defined");
    }

    @Test
    void everyActionIsPinnedToACommit() throws IOException {
        assertThat(workflowLines().map(String::strip).filter(line -> line.matches("(- )?uses:.*")))
                .isNotEmpty()
                .allMatch(line -> line.matches("(- )?uses: [\\w./-]+@[0-9a-f]{40} # v[0-9.]+"));
    }

    @Test
    void workflowsMayOnlyReadTheRepository() throws IOException {
        for (Path workflow : workflows()) {
            assertThat(workflow).content().contains("\npermissions:\n  contents: read\n\n");
        }
        assertThat(workflowLines()).noneMatch(line -> line.contains(": write"));
    }

    private static Stream<String> workflowLines() throws IOException {
        Stream.Builder<String> lines = Stream.builder();
        for (Path workflow : workflows()) {
            Files.readAllLines(workflow).forEach(lines);
        }
        return lines.build();
    }

    private static List<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(REPOSITORY.resolve(".github/workflows"))) {
            return files.toList();
        }
    }

    /** Runs actionlint in a folder, and returns what it reports. */
    private static String actionlint(Path folder, List<String> files) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.concat(Stream.of(program(), "-no-color"), files.stream())
                        .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return report;
    }

    private static String program() {
        Optional<Path> found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "actionlint"))
                .filter(Files::isExecutable)
                .findFirst();
        if (!Boolean.parseBoolean(System.getenv("CI"))) {
            assumeThat(found).as("actionlint on the PATH").isPresent();
        }
        assertThat(found)
                .as("CI needs actionlint on the PATH; .ci/run installs it if there is Go")
                .isPresent();
        return found.orElseThrow().toString();
    }
}
