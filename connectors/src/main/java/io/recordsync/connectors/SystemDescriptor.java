package io.recordsync.connectors;

import java.util.List;
import java.util.Optional;

/**
 * The description of a system that its workers publish for the other processes.
 *
 * @param needs the names of the required settings
 * @param settings all settings of the system
 * @param capabilities empty if the system is not configured
 */
public record SystemDescriptor(
        String system, String needs, List<Setting> settings, Optional<Capabilities> capabilities) {

    public SystemDescriptor {
        settings = List.copyOf(settings);
    }

    /**
     * @param name the name as an environment variable
     * @param defaultValue empty if there is none
     * @param allowed the allowed values, as they follow the words "must be"; may be empty
     */
    public record Setting(
            String name, Optional<String> defaultValue, String allowed, String description, boolean secret) {}
}
