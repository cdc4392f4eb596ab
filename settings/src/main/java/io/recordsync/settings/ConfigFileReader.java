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
 * Reads the configuration file, YAML or JSON. Keys may be nested, dotted, or in the form of environment variables;
 * those of the group {@code systems} only nested or dotted.
 */
final class ConfigFileReader {

    private static final String SYSTEMS = "systems";
    private static final long MAX_BYTES = 1_000_000;

    private final Path file;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> systems = new LinkedHashMap<>();

    private ConfigFileReader(Path file) {
        this.file = file;
    }

    /** @throws SettingException if the file cannot be read, or the name of a system in it is not text */
    static ConfigFile read(Path file) {
        ConfigFileReader reader = new ConfigFileReader(file);
        @Nullable Object content = parse(file);
        if (content instanceof Map<?, ?> map) {
            map.forEach(reader::take);
        } else if (content != null) {
            throw new SettingException("The configuration file %s must contain names with values.".formatted(file));
        }
        return new ConfigFile(file, reader.settings, reader.systems);
    }

    /** Takes a value of the top level, which may be nested or have a dotted key. */
    private void take(Object key, @Nullable Object value) {
        String[] parts = String.valueOf(key).split("\\.", 2);
        if (!parts[0].equalsIgnoreCase(SYSTEMS)) {
            flatten(child("", key), value, settings);
        } else if (parts.length == 2) {
            takeSystem(parts[1], value);
        } else if (value instanceof Map<?, ?> declared) {
            declared.forEach((name, own) -> takeSystem(textName(name), own));
        } else if (value != null) {
            throw new SettingException(("The configuration file %s has systems without names; they are written"
                            + " systems: {archive: {kind: files}}, or systems.archive.kind: files.")
                    .formatted(file));
        }
    }

    private void takeSystem(String key, @Nullable Object value) {
        String[] parts = key.split("\\.", 2);
        Map<String, String> own = systems.computeIfAbsent(parts[0], name -> new LinkedHashMap<>());
        flatten(parts.length == 2 ? child("", parts[1]) : "", value, own);
    }

    /** YAML reads some names without quotes as something else: {@code no} as false, {@code 12} as a number. */
    private String textName(@Nullable Object name) {
        if (name instanceof String text) {
            return text;
        }
        throw new SettingException(("The configuration file %s has a system whose name YAML reads as %s, not as text."
                        + " Put the name in quotes.")
                .formatted(file, name));
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
