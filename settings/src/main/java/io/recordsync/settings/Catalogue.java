package io.recordsync.settings;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** All settings there are: those of every module on the class path. One configuration file may serve all processes. */
public final class Catalogue {

    private final List<Class<? extends Record>> records;
    private final Map<String, SettingDescription> byName = new LinkedHashMap<>();

    private Catalogue(List<Class<? extends Record>> records) {
        this.records = List.copyOf(records);
        this.records.stream().flatMap(SettingReader::describe).forEach(this::add);
    }

    /** In an order that does not depend on the class path's. */
    public static Catalogue ofClassPath() {
        return new Catalogue(ServiceLoader.load(SettingsRecords.class, Catalogue.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(module -> module.getClass().getName()))
                .flatMap(module -> module.records().stream())
                .toList());
    }

    /** Of these records alone. */
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

    /** In the order of the modules and their records. */
    public List<SettingDescription> settings() {
        return List.copyOf(byName.values());
    }

    public Optional<SettingDescription> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Every name that may be given, with the file forms of secrets. */
    public List<String> names() {
        return byName.values().stream()
                .flatMap(setting ->
                        setting.secret() ? Stream.of(setting.name(), setting.fileName()) : Stream.of(setting.name()))
                .toList();
    }

    /** The known name that looks most like this one. */
    String nearest(String name) {
        return names().stream()
                .min(Comparator.comparingInt(
                        known -> LevenshteinDistance.getDefaultInstance().apply(known, name)))
                .orElseThrow();
    }
}
