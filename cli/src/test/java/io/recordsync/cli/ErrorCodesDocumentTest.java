package io.recordsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/troubleshooting.md says what to do for each error code in the error tables of the connectors and of the worker.
 */
class ErrorCodesDocumentTest {

    private static final Path PAGE = Path.of("..", "docs", "troubleshooting.md");

    private static final List<Path> SOURCES =
            List.of(Path.of("..", "connectors", "src", "main", "java"), Path.of("..", "worker", "src", "main", "java"));

    private static final Pattern CODE = Pattern.compile("\"([A-Z][A-Z0-9_]{3,}[A-Z0-9])\"");

    /** Errors that a connector handles itself, so that no person sees them as the code of a delivery. */
    private static final Set<String> HANDLED = Set.of(
            "CONFLICTING_UNIQUE_VALUE", "EXCEEDED_ID_LIMIT", "INVALID_CROSS_REFERENCE_KEY", "INVALID_REPLICATION_DATE");

    @Test
    void thePageNamesEachCode() throws IOException {
        String page = Files.readString(PAGE);
        Set<String> codes = new TreeSet<>();
        for (Path source : SOURCES) {
            codes.addAll(codes(source));
        }
        codes.removeAll(HANDLED);

        assertThat(codes)
                .hasSizeGreaterThan(50)
                .allSatisfy(
                        code -> assertThat(page).as("docs/troubleshooting.md").contains("`" + code + "`"));
    }

    private static Set<String> codes(Path source) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            Set<String> codes = new TreeSet<>();
            files.filter(file -> file.getFileName().toString().endsWith("Errors.java"))
                    .forEach(file -> CODE.matcher(text(file)).results().forEach(code -> codes.add(code.group(1))));
            return codes;
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
