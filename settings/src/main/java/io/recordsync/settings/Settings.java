package io.recordsync.settings;

import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The settings of one process. They are read and checked once, before anything starts. */
public final class Settings {

    private final Map<Class<? extends Record>, Record> records;
    private final List<ConfiguredSystem> systems;

    private Settings(Map<Class<? extends Record>, Record> records, List<ConfiguredSystem> systems) {
        this.records = Map.copyOf(records);
        this.systems = List.copyOf(systems);
    }

    /**
     * Reads these records.
     *
     * @throws SettingException if a value is not allowed, a secret's file cannot be read, or a name is not known
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // List.of copies the array.
    public static Settings read(SettingSources sources, Class<? extends Record>... types) {
        return read(Catalogue.ofClassPath(), sources, Catalogue.of(List.of(types)));
    }

    /** Reads all settings of the class path, for a program that runs several processes. */
    public static Settings readAll(SettingSources sources) {
        Catalogue catalogue = Catalogue.ofClassPath();
        return read(catalogue, sources, catalogue);
    }

    /**
     * @param known all settings that the sources may have
     * @param wanted the records to read, and the kinds whose systems to read
     */
    public static Settings read(Catalogue known, SettingSources sources, Catalogue wanted) {
        SettingValueReader given = new SettingValueReader(sources);
        List<NamedSystem> systems = DeclaredSystems.of(known.kinds(), given.file(), given.of(SystemListSettings.NAME));
        Map<String, String> texts = given.of(known.with(systems), systems);
        try (ValidatorFactory factory = Validation.buildDefaultValidatorFactory()) {
            RecordBinder binder = new RecordBinder(texts, factory.getValidator());
            Map<Class<? extends Record>, Record> records = new LinkedHashMap<>();
            wanted.records().forEach(type -> records.put(type, binder.bind(SettingDescriptions.group(type))));
            return new Settings(
                    records,
                    systems.stream()
                            .filter(system -> wanted.kinds().contains(system.kind()))
                            .map(binder::bind)
                            .toList());
        }
    }

    public <T extends Record> T get(Class<T> type) {
        return type.cast(Objects.requireNonNull(records.get(type), () -> type + " was not read"));
    }

    /** Whether the record was read. */
    public boolean has(Class<? extends Record> type) {
        return records.containsKey(type);
    }

    /** All systems, configured or not; empty in a process that does not read the settings of systems. */
    public List<ConfiguredSystem> systems() {
        return systems;
    }

    public Map<Class<? extends Record>, Record> records() {
        return records;
    }
}
