package io.recordsync.settings;

import java.util.List;
import java.util.Optional;

/**
 * One system, and how it is set.
 *
 * @param name the name that rules, task queues and people use
 * @param kind the kind of system, such as {@code salesforce}
 * @param required the names of the settings that it needs, to follow "needs"
 * @param settings all of its settings
 * @param values the settings record of its kind; empty if the system is not configured, because a required setting is
 *     not set
 */
public record ConfiguredSystem(
        String name, String kind, String required, List<SettingDescription> settings, Optional<Record> values) {

    public ConfiguredSystem {
        settings = List.copyOf(settings);
    }

    /** Whether all required settings are set. */
    public boolean isConfigured() {
        return values.isPresent();
    }

    @Override
    public String toString() {
        return "SystemSettings[%s:%s]".formatted(name, kind);
    }
}
