package io.recordsync.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DescribeCommandTest {

    private static final String LONGEST = "a".repeat(40);

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    @Test
    void theDescriptionsOfASystemWithALongNameBeginInOneColumn() throws IOException {
        Path config = Files.writeString(
                folder.resolve("c.yaml"), "{SYNC_RULES: %s-only, systems: {%1$s: {kind: files}}}".formatted(LONGEST));

        assertThat(new CommandLine(new DescribeCommand())
                        .setOut(new PrintWriter(out))
                        .execute(LONGEST, "--config", config.toString()))
                .isZero();

        List<String> settings =
                out.toString().lines().filter(line -> line.startsWith("  A")).toList();
        assertThat(settings).hasSizeGreaterThan(2);
        assertThat(settings.stream()
                        .map(line -> line.replaceAll("^(  \\w+ +).*", "$1").length())
                        .distinct())
                .hasSize(1);
    }
}
