package io.recordsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.process.Meters;
import io.recordsync.process.MetersDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** This test is here because only this module depends on every module. */
class MetersDocumentTest {

    /** If this system property is set, the test writes the page instead of checking it. */
    private static final String WRITE = "metrics.write";

    private static final Path PAGE = Path.of("..", "docs", "metrics.md");

    private static final List<String> MODULES = List.of("connectors", "settings", "starter", "store", "worker");

    /** Matches the names of meters. No other text in these modules begins like this. */
    private static final Pattern METER = Pattern.compile("\"(recordsync\\.[^\"]*)\"");

    @Test
    void thePageOfMetersIsWhatTheCodeSays() throws IOException {
        String page = MetersDocument.page();
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as(
                        "docs/metrics.md is older than the meters; write it anew: ./mvnw -pl cli -am test "
                                + "-Dtest=MetersDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -D%s=true",
                        WRITE)
                .hasContent(page);
    }

    @Test
    void everyMeterThatIsRegisteredIsListed() {
        assertThat(MODULES.stream()
                        .map(module -> Path.of("..", module, "src", "main"))
                        .flatMap(MetersDocumentTest::sources))
                .isNotEmpty()
                .allSatisfy(source -> assertThat(unlisted(source)).isEmpty());
    }

    @Test
    void aMeterThatIsNotListedIsFound() {
        assertThat(unlisted("meters.counter(\n    \"recordsync.lost\", \"system\", system).increment();"))
                .containsExactly("recordsync.lost");
        assertThat(unlisted("meters.timer(\"recordsync.calls\").record(took);")).isEmpty();
    }

    private static List<String> unlisted(String source) {
        List<String> listed = Arrays.stream(Meters.values()).map(Meters::key).toList();
        return METER.matcher(source)
                .results()
                .map((MatchResult found) -> found.group(1))
                .filter(name -> !listed.contains(name))
                .toList();
    }

    private static Stream<String> sources(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream()
                    .map(MetersDocumentTest::text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
