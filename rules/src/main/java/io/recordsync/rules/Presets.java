package io.recordsync.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rule sets that come with recordsync, as files on the class path. */
final class Presets {
    static final List<String> NAMES = List.of(
            "default",
            "salesforce-only",
            "salesforce-two-way",
            "hubspot-only",
            "hubspot-two-way",
            "servicenow-only",
            "servicenow-two-way",
            "outreach-only",
            "outreach-two-way",
            "pipedrive-only",
            "pipedrive-two-way",
            "database-only",
            "database-two-way",
            "files-only",
            "files-two-way",
            "webhook-only");

    /** What the names of the presets for one system end with. */
    private static final List<String> ENDINGS = List.of("-only", "-two-way");

    private Presets() {}

    /** {@link #NAMES}, and the presets of these systems. */
    static List<String> of(SystemNames systems) {
        Stream<String> declared = systems.kinds().keySet().stream()
                .sorted()
                .flatMap(system -> ENDINGS.stream().map(ending -> system + ending));
        return Stream.concat(NAMES.stream(), declared.filter(name -> isPreset(name, systems)))
                .distinct()
                .toList();
    }

    static boolean isPreset(String name, SystemNames systems) {
        return NAMES.contains(template(name, systems));
    }

    /** @throws RuleSetException if there is no preset with that name */
    static String text(String name, SystemNames systems) {
        String template = template(name, systems);
        if (!NAMES.contains(template)) {
            throw new RuleSetException(
                    "preset " + name, List.of("there is no such preset" + Nearest.hint(name, NAMES)));
        }
        try (InputStream text = Presets.class.getResourceAsStream(template + ".yaml")) {
            String written = new String(Optional.ofNullable(text).orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
            return template.equals(name) ? written : renamed(written, template, name);
        } catch (IOException e) {
            throw new UncheckedIOException("The preset " + name + " cannot be read from the class path", e);
        }
    }

    /** The preset from which one is made: that of the system's kind. */
    private static String template(String name, SystemNames systems) {
        return ending(name)
                .map(ending -> systems.kindOf(systemOf(name, ending)) + ending)
                .orElse(name);
    }

    /** A preset of one system names it in three places: its own name, its routes, and its mappings. */
    private static String renamed(String text, String template, String name) {
        String ending = ending(name).orElse("");
        String kind = systemOf(template, ending);
        String system = systemOf(name, ending);
        return text.replace("name: " + template, "name: " + name)
                .replace("[" + kind + "]", "[" + system + "]")
                .replace("\n  " + kind + ":\n", "\n  " + system + ":\n");
    }

    private static Optional<String> ending(String name) {
        return ENDINGS.stream().filter(name::endsWith).findFirst();
    }

    private static String systemOf(String preset, String ending) {
        return preset.substring(0, preset.length() - ending.length());
    }
}
