package io.recordsync.settings;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where settings come from, the strongest first. All are by environment name. An empty value is the same as none.
 *
 * @param flags what the command line says
 * @param environment may hold other variables too, which are left alone
 * @param config a YAML or JSON file
 */
public record SettingSources(Map<String, String> flags, Map<String, String> environment, Optional<Path> config) {

    public SettingSources {
        flags = Map.copyOf(flags);
        environment = Map.copyOf(environment);
    }

    /** The environment of this process alone. */
    public static SettingSources ofEnvironment() {
        return new SettingSources(Map.of(), System.getenv(), Optional.empty());
    }

    /** The same with one more flag, for what is known only when the program runs, such as the port of an embedded server. */
    public SettingSources with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(flags);
        more.put(name, value);
        return new SettingSources(more, environment, config);
    }
}
