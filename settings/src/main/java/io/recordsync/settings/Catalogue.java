package io.recordsync.settings;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** All settings of every module on the class path. One configuration file may serve all processes. */
public final class Catalogue {

    private final List<Class<? extends Record>> records;
    private final Map<String, SettingDescription> byName = new LinkedHashMap<>();

    private Catalogue(List<Class<? extends Record>> records) {
        this.records = List.copyOf(records);
        this.records.stream().flatMap(SettingReader::describe).forEach(this::add);
    }

    /**
     * The settings of all modules on the class path, in an order that does not depend on the order of the class path.
     */
    public static Catalogue ofClassPath() {
        return new Catalogue(ServiceLoader.load(SettingsRecords.class, Catalogue.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(module -> module.getClass().getName()))
                .flatMap(module -> module.records().stream())
                .toList());
    }

    /** The settings of these records only. */
    public static Catalogue of(List<Class<? extends Record>> records) {
        return new Catalogue(records);
    }

    private void add(SettingDescription setting) {
        if (byName.put(setting.name(), setting) != null) {
            throw new IllegalStateException("two settings are called " + setting.name());
        }
    }

    List<Class<? extends Record>> records() {
        return records;
    }

    /** All settings, in the order of the modules and their records. */
    public List<SettingDescription> settings() {
        return List.copyOf(byName.values());
    }

    public Optional<SettingDescription> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Every name that may be given, including the names for secrets given as files. */
    public List<String> names() {
        return byName.values().stream()
                .flatMap(setting ->
                        setting.secret() ? Stream.of(setting.name(), setting.fileName()) : Stream.of(setting.name()))
                .toList();
    }

    /** The known name that is most similar to this one. */
    String nearest(String name) {
        return names().stream()
                .min(Comparator.comparingInt(
                        known -> LevenshteinDistance.getDefaultInstance().apply(known, name)))
                .orElseThrow();
    }
}
