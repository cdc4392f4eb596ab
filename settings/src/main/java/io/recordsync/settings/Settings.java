package io.recordsync.settings;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The settings of one process. They are read, bound and checked once, before anything starts. */
public final class Settings {

    private final Map<Class<? extends Record>, Record> records;

    private Settings(Map<Class<? extends Record>, Record> records) {
        this.records = records;
    }

    /**
     * Reads these records.
     *
     * @throws SettingException if a value is not allowed, a secret's file cannot be read, or a name is not known
     */
    @SafeVarargs
    public static Settings read(SettingSources sources, Class<? extends Record>... types) {
        return read(Catalogue.ofClassPath(), sources, List.of(types));
    }

    /** Reads all records of the class path, for a program that runs several processes. */
    public static Settings readAll(SettingSources sources) {
        Catalogue catalogue = Catalogue.ofClassPath();
        return read(catalogue, sources, catalogue.records());
    }

    static Settings read(Catalogue catalogue, SettingSources sources, List<Class<? extends Record>> types) {
        return new Reading(catalogue, sources).read(types);
    }

    public <T extends Record> T get(Class<T> type) {
        return type.cast(Objects.requireNonNull(records.get(type), () -> type + " was not read"));
    }

    /** Whether the record was read. */
    public boolean has(Class<? extends Record> type) {
        return records.containsKey(type);
    }

    Map<Class<? extends Record>, Record> records() {
        return records;
    }

    private static final class Reading {

        private final Catalogue catalogue;
        private final Map<String, String> values = new LinkedHashMap<>();
        private final Binder binder;

        Reading(Catalogue catalogue, SettingSources sources) {
            this.catalogue = catalogue;
            sources.config()
                    .ifPresent(file -> take(knownOnly(ConfigFile.read(file), "The configuration file " + file)));
            take(sources.environment());
            take(knownOnly(sources.flags(), "The command line"));
            this.binder = binder(values);
        }

        /** Takes the values of a source, which override those of the sources before it. */
        private void take(Map<String, String> source) {
            for (SettingDescription setting : catalogue.settings()) {
                value(setting, source).ifPresent(value -> values.put(setting.name(), value));
            }
        }

        private static Optional<String> value(SettingDescription setting, Map<String, String> source) {
            Optional<String> own = given(source, setting.name());
            Optional<String> file = setting.secret() ? given(source, setting.fileName()) : Optional.empty();
            if (own.isPresent() && file.isPresent()) {
                throw new SettingException(
                        "Only one of %s and %s may be given.".formatted(setting.name(), setting.fileName()));
            }
            return own.or(() -> file.map(path -> secret(setting, path)));
        }

        private static Optional<String> given(Map<String, String> source, String name) {
            return Optional.ofNullable(source.get(name)).filter(value -> !value.isBlank());
        }

        private static String secret(SettingDescription setting, String file) {
            try {
                return Files.readString(Path.of(file)).strip();
            } catch (MalformedInputException e) {
                throw new SettingException(
                        "%s is '%s', but must be a file with text.".formatted(setting.fileName(), file));
            } catch (IOException | InvalidPathException e) {
                throw new SettingException(
                        "%s is '%s', but must be a file that can be read.".formatted(setting.fileName(), file));
            }
        }

        private Map<String, String> knownOnly(Map<String, String> source, String where) {
            List<String> known = catalogue.names();
            source.keySet().stream()
                    .filter(name -> !known.contains(name))
                    .sorted()
                    .findFirst()
                    .ifPresent(name -> {
                        throw new SettingException("%s has the setting %s, which is not known; the nearest is %s."
                                .formatted(where, name, catalogue.nearest(name)));
                    });
            return source;
        }

        private static Binder binder(Map<String, String> values) {
            // Spring accepts names in the form of environment variables only from sources whose name has this ending.
            ConfigurationPropertySource source = ConfigurationPropertySources.from(
                            new SystemEnvironmentPropertySource("recordsync-systemEnvironment", Map.copyOf(values)))
                    .iterator()
                    .next();
            return new Binder(source);
        }

        Settings read(List<Class<? extends Record>> types) {
            Map<Class<? extends Record>, Record> records = new LinkedHashMap<>();
            try (ValidatorFactory factory = Validation.buildDefaultValidatorFactory()) {
                for (Class<? extends Record> type : types) {
                    records.put(type, checked(type, bind(type), factory.getValidator()));
                }
            }
            return new Settings(Map.copyOf(records));
        }

        private Record bind(Class<? extends Record> type) {
            try {
                return binder.bindOrCreate(SettingReader.prefix(type), Bindable.of(type));
            } catch (BindException e) {
                String property = e.getName().toString().replaceAll("\\[.*", "");
                throw refused(SettingReader.environmentForm(property));
            }
        }

        private Record checked(Class<? extends Record> type, Record record, Validator validator) {
            Stream<ConstraintViolation<Record>> violations = validator.validate(record).stream();
            violations
                    .map(violation ->
                            violation.getPropertyPath().iterator().next().getName())
                    .min(Comparator.naturalOrder())
                    .ifPresent(component -> {
                        throw refused(SettingReader.name(type, component));
                    });
            return record;
        }

        private SettingException refused(String name) {
            SettingDescription setting = catalogue.find(name).orElseThrow();
            String value = values.get(name);
            if (value == null) {
                return new SettingException("%s is not set, but must be %s.".formatted(name, setting.allowed()));
            }
            String shown = setting.secret() ? "set to something else" : "'" + value + "'";
            return new SettingException("%s is %s, but must be %s.".formatted(name, shown, setting.allowed()));
        }
    }
}
