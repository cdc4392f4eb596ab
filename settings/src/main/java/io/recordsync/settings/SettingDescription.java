package io.recordsync.settings;

import java.util.Optional;

/**
 * What is said of one setting.
 *
 * @param name as an environment variable, {@code KAFKA_GROUP_ID}
 * @param defaultValue empty where there is none
 * @param allowed goes after "must be"
 * @param secret never shown, and may be given as a file
 */
public record SettingDescription(
        String name, Optional<String> defaultValue, String allowed, String description, boolean secret) {

    static final String FILE_SUFFIX = "_FILE";

    /** The name of the form that gives a secret as a file. */
    public String fileName() {
        return name + FILE_SUFFIX;
    }

    /** The setting as a flag: {@code --kafka-group-id}. */
    public String flag() {
        return flag(name);
    }

    static String flag(String name) {
        return "--" + name.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
