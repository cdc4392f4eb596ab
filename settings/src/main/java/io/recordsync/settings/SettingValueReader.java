package io.recordsync.settings;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The values that a process is given, as texts, from all sources. */
final class SettingValueReader {

    private final SettingSources sources;
    private final Optional<ConfigFile> file;

    SettingValueReader(SettingSources sources) {
        this.sources = sources;
        this.file = sources.config().map(ConfigFileReader::read);
    }

    Optional<ConfigFile> file() {
        return file;
    }

    /** The value of one setting that is not secret, of the strongest source that has it. */
    Optional<String> of(String name) {
        return Stream.of(
                        sources.flags(),
                        sources.environment(),
                        file.map(ConfigFile::settings).orElse(Map.of()))
                .flatMap(source -> given(source, name).stream())
                .findFirst();
    }

    /**
     * The values of all settings that are set, by the settings' names.
     *
     * @param systems the systems, whose settings the file may give by the system's name
     * @throws SettingException if a secret's file cannot be read, or a name is not known
     */
    Map<String, String> of(Catalogue catalogue, List<NamedSystem> systems) {
        Map<String, String> values = new LinkedHashMap<>();
        file.ifPresent(config -> take(
                knownOnly(config.settings(systems), "The configuration file " + config.path(), catalogue),
                catalogue,
                values));
        take(sources.environment(), catalogue, values);
        take(knownOnly(sources.flags(), "The command line", catalogue), catalogue, values);
        return values;
    }

    /** Takes the values of a source, which override those of the sources before it. */
    private static void take(Map<String, String> source, Catalogue catalogue, Map<String, String> values) {
        for (SettingDescription setting : catalogue.settings()) {
            value(setting, source).ifPresent(value -> values.put(setting.name(), value));
        }
    }

    private static Optional<String> value(SettingDescription setting, Map<String, String> source) {
        Optional<String> own = given(source, setting.name());
        Optional<String> path = setting.secret() ? given(source, setting.fileName()) : Optional.empty();
        if (own.isPresent() && path.isPresent()) {
            throw new SettingException(
                    "Only one of %s and %s may be given.".formatted(setting.name(), setting.fileName()));
        }
        return own.or(() -> path.map(one -> secret(setting, one)));
    }

    private static Optional<String> given(Map<String, String> source, String name) {
        return Optional.ofNullable(source.get(name)).filter(value -> !value.isBlank());
    }

    private static String secret(SettingDescription setting, String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (MalformedInputException e) {
            throw new SettingException("%s is '%s', but must be a text file.".formatted(setting.fileName(), file));
        } catch (IOException | InvalidPathException e) {
            throw new SettingException(
                    "%s is '%s', but must be a file that can be read.".formatted(setting.fileName(), file));
        }
    }

    private static Map<String, String> knownOnly(Map<String, String> source, String where, Catalogue catalogue) {
        List<String> known = catalogue.names();
        source.keySet().stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new SettingException("%s has the setting %s, which does not exist. The nearest name is %s."
                            .formatted(where, name, catalogue.nearest(name)));
                });
        return source;
    }
}
