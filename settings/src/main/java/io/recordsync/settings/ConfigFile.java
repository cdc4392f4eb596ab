package io.recordsync.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The configuration file, YAML or JSON. Keys may be nested, dotted, or in the form of environment variables.
 *
 * @param settings the settings by their environment names; lists are joined with commas
 * @param systems the group {@code systems}: by system its kind, if it has one, and its settings, by the names that the
 *     file uses
 */
record ConfigFile(Path path, Map<String, String> settings, Map<String, Map<String, String>> systems) {

    /** The key of a system's kind. */
    static final String KIND = "KIND";

    private static final String SYSTEMS = "systems";
    private static final long MAX_BYTES = 1_000_000;

    static ConfigFile read(Path file) {
        Map<String, String> settings = new LinkedHashMap<>();
        Map<String, Map<String, String>> systems = new LinkedHashMap<>();
        @Nullable Object all = parse(file);
        if (all instanceof Map<?, ?> map && map.get(SYSTEMS) instanceof Map<?, ?> declared) {
            Map<Object, Object> others = new LinkedHashMap<>(map);
            others.remove(SYSTEMS);
            flatten("", others, settings);
            declared.forEach((name, values) -> {
                Map<String, String> own = systems.computeIfAbsent(String.valueOf(name), any -> new LinkedHashMap<>());
                flatten("", values, own);
            });
        } else {
            flatten("", all, settings);
        }
        return new ConfigFile(file, settings, systems);
    }

    /** All settings by their environment names, with those of these systems. */
    Map<String, String> settings(List<NamedSystem> known) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        for (NamedSystem system : known) {
            String prefix = SettingDescriptions.environmentForm(system.prefix()) + "_";
            systems.getOrDefault(system.name(), Map.of()).forEach((name, value) -> {
                if (!name.equals(KIND)) {
                    all.put(prefix + name, value);
                }
            });
        }
        return all;
    }

    private static @Nullable Object parse(Path file) {
        String text = text(file);
        try {
            return file.toString().endsWith(".json") ? json(text) : yaml(text);
        } catch (MarkedYAMLException e) {
            throw unreadable(
                    file,
                    String.format(
                            Locale.ROOT,
                            "line %d",
                            e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1));
        } catch (YAMLException e) {
            throw unreadable(file, "its structure");
        } catch (JacksonException e) {
            throw unreadable(
                    file, String.format(Locale.ROOT, "line %d", e.getLocation().getLineNr()));
        }
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new SettingException(String.format(
                        Locale.ROOT, "The configuration file %s must be at most %d bytes.", file, MAX_BYTES));
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new SettingException(
                    "The configuration file %s cannot be read. --config must name a YAML or JSON file."
                            .formatted(file));
        }
    }

    private static @Nullable Object yaml(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options)).load(text);
    }

    private static Object json(String text) {
        return JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build()
                .readValue(text, Object.class);
    }

    private static SettingException unreadable(Path file, String place) {
        return new SettingException(
                "The configuration file %s is not valid YAML or JSON: see %s.".formatted(file, place));
    }

    private static void flatten(String name, @Nullable Object value, Map<String, String> settings) {
        switch (value) {
            case null -> {}
            case Map<?, ?> map -> map.forEach((key, inner) -> flatten(child(name, key), inner, settings));
            case List<?> list ->
                settings.put(name, list.stream().map(String::valueOf).collect(Collectors.joining(",")));
            default -> settings.put(name, value.toString());
        }
    }

    private static String child(String name, Object key) {
        String own = SettingDescriptions.environmentForm(String.valueOf(key));
        return name.isEmpty() ? own : name + "_" + own;
    }
}
