package io.recordsync.settings;

import java.util.Optional;

/**
 * The description of one setting.
 *
 * @param name the name as an environment variable, such as {@code KAFKA_GROUP_ID}
 * @param defaultValue the default; empty if there is none
 * @param allowed the allowed values, to follow "must be"
 * @param secret whether the value is never shown and may be given as a file
 */
public record SettingDescription(
        String name, Optional<String> defaultValue, String allowed, String description, boolean secret) {

    static final String FILE_SUFFIX = "_FILE";

    /** The name by which a secret is given as a file. */
    public String fileName() {
        return name + FILE_SUFFIX;
    }

    /** The setting as a flag, such as {@code --kafka-group-id}. */
    public String flag() {
        return flag(name);
    }

    static String flag(String name) {
        return "--" + name.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
