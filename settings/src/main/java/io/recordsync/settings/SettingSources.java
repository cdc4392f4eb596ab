package io.recordsync.settings;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sources of settings, the strongest first, from which {@link SettingValueReader} reads the values. All use
 * environment names. An empty value counts as absent.
 *
 * @param flags the flags of the command line
 * @param environment the environment; variables that are not settings are ignored
 * @param config a YAML or JSON file
 */
public record SettingSources(Map<String, String> flags, Map<String, String> environment, Optional<Path> config) {

    public SettingSources {
        flags = Map.copyOf(flags);
        environment = Map.copyOf(environment);
    }

    /** The environment of this process only. */
    public static SettingSources ofEnvironment() {
        return new SettingSources(Map.of(), System.getenv(), Optional.empty());
    }

    /**
     * The same sources with one more flag, for a value that is known only at run time, such as the port of an embedded
     * server.
     */
    public SettingSources with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(flags);
        more.put(name, value);
        return new SettingSources(more, environment, config);
    }
}
