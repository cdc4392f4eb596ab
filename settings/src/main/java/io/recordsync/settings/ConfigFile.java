package io.recordsync.settings;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The content of the configuration file.
 *
 * @param settings the settings by their environment names; lists are joined with commas
 * @param systems the group {@code systems}: by system its kind, if it has one, and its settings, by their names in
 *     capitals without the system's
 */
record ConfigFile(Path path, Map<String, String> settings, Map<String, Map<String, String>> systems) {

    /** The key of a system's kind. */
    static final String KIND = "KIND";

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
}
