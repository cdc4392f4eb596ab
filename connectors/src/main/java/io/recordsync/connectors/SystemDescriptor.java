package io.recordsync.connectors;

import java.util.List;
import java.util.Optional;

/**
 * What the workers of a system say of it to those who have no part in it.
 *
 * @param needs the names of the settings that it cannot do without
 * @param settings all that can be set for it
 * @param capabilities empty where it is not configured
 */
public record SystemDescriptor(
        String system, String needs, List<Setting> settings, Optional<Capabilities> capabilities) {

    public SystemDescriptor {
        settings = List.copyOf(settings);
    }

    /**
     * @param name as an environment variable
     * @param defaultValue empty where there is none
     * @param allowed goes after "must be"; may be empty
     */
    public record Setting(
            String name, Optional<String> defaultValue, String allowed, String description, boolean secret) {}
}
