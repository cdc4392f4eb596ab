package io.recordsync.devstack.endtoend;

import io.recordsync.rules.RuleSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The rules of pairs: the presets and examples that recordsync comes with, for a system with a name of its own and an
 * entity that is that of the pair, so that the records of one pair are those of no other.
 */
final class PairRules {

    private static final Path EXAMPLES = Path.of("..", "docs", "connectors", "examples");

    private PairRules() {}

    /** The preset of this kind of system. */
    static String preset(String kind) {
        String file = kind + "-two-way.yaml";
        try (InputStream text = Objects.requireNonNull(RuleSet.class.getResourceAsStream(file), file)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An example of the documentation. */
    static String example(String name) {
        try {
            return Files.readString(EXAMPLES.resolve(name + ".yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * These rules for another system and entity.
     *
     * @param text rules of one system, which is named like its kind
     * @param read the keys under {@code read} of its contacts
     */
    static String adapted(String text, String kind, String system, String entity, String read) {
        return text.replaceFirst("(?m)^name: .*$", "name: " + system)
                .replace("[" + kind + "]", "[" + system + "]")
                .replace("\n  " + kind + ":\n", "\n  " + system + ":\n")
                .replaceAll("(?m)^(  |      )contact:", "$1" + entity + ":")
                .replaceFirst("read: \\{[^}]*}", "read: {" + read + "}");
    }
}
