package io.recordsync.settings;

import io.recordsync.settings.api.KindSettings;
import java.util.Collection;
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
    private final List<KindSettings> kinds;
    private final Map<String, SettingDescription> byName = new LinkedHashMap<>();

    private Catalogue(List<Class<? extends Record>> records, List<KindSettings> kinds) {
        this.records = List.copyOf(records);
        this.kinds = List.copyOf(kinds);
        this.records.forEach(record -> add(SettingDescriptions.group(record).settings()));
        this.kinds.forEach(kind -> add(NamedSystem.undeclared(kind).settings().settings()));
    }

    /**
     * The settings of all modules on the class path, in an order that does not depend on the order of the class path.
     */
    public static Catalogue ofClassPath() {
        List<SettingsRecords> modules =
                ServiceLoader.load(SettingsRecords.class, Catalogue.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .sorted(Comparator.comparing(module -> module.getClass().getName()))
                        .toList();
        return new Catalogue(
                modules.stream().flatMap(module -> module.records().stream()).toList(),
                modules.stream().flatMap(module -> module.kinds().stream()).toList());
    }

    /** The settings of these records only. */
    public static Catalogue of(List<Class<? extends Record>> records) {
        return of(records, List.of());
    }

    /** The settings of these records, and of the systems that are named like one of these kinds. */
    public static Catalogue of(List<Class<? extends Record>> records, List<KindSettings> kinds) {
        return new Catalogue(records, kinds);
    }

    /**
     * These settings, and those of more systems.
     *
     * @throws SettingException if a name of theirs is that of another setting, or begins like settings of our own
     */
    Catalogue with(List<NamedSystem> systems) {
        Catalogue all = new Catalogue(records, kinds);
        systems.stream().filter(system -> !system.isNamedLikeItsKind()).forEach(system -> {
            requireOwnNames(system, all);
            all.add(system.settings().settings());
        });
        return all;
    }

    private void requireOwnNames(NamedSystem system, Catalogue all) {
        String prefix = SettingDescriptions.environmentForm(system.prefix()) + "_";
        List<String> taken = all.names();
        Stream<String> likeOurs = Catalogue.of(records).names().stream().filter(name -> name.startsWith(prefix));
        Stream<String> same = names(system.settings().settings()).filter(taken::contains);
        Stream.concat(likeOurs, same).findFirst().ifPresent(other -> {
            throw new SettingException(
                    "No system can be named %s: its settings would begin with %s, and %s is another setting."
                            .formatted(system.name(), prefix, other));
        });
    }

    private void add(Collection<SettingDescription> settings) {
        settings.forEach(setting -> {
            if (byName.put(setting.name(), setting) != null) {
                throw new IllegalStateException("two settings have the name " + setting.name());
            }
        });
    }

    List<Class<? extends Record>> records() {
        return records;
    }

    List<KindSettings> kinds() {
        return kinds;
    }

    /** All settings, in the order of the modules and their records; those of systems come last. */
    public List<SettingDescription> settings() {
        return List.copyOf(byName.values());
    }

    public Optional<SettingDescription> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Every name that may be given, including the names for secrets given as files. */
    public List<String> names() {
        return names(byName.values()).toList();
    }

    private static Stream<String> names(Collection<SettingDescription> settings) {
        return settings.stream()
                .flatMap(setting ->
                        setting.secret() ? Stream.of(setting.name(), setting.fileName()) : Stream.of(setting.name()));
    }

    /** The known name that is most similar to this one. */
    String nearest(String name) {
        return names().stream()
                .min(Comparator.comparingInt(
                        known -> LevenshteinDistance.getDefaultInstance().apply(known, name)))
                .orElseThrow();
    }
}
