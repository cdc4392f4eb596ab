package io.recordsync.settings.api;

import java.util.List;

/**
 * The settings of one kind of system.
 *
 * @param kind the kind's name, such as {@code salesforce}
 * @param prefix the prefix of the settings of the system that has the kind's name. The settings of a system with
 *     another name have that name as their prefix
 * @param record the record with the settings; its constructor refuses values that are not allowed
 * @param required the components without which the system is not configured. Each list is an alternative: it is enough
 *     that all components of one list are set
 */
public record KindSettings(String kind, String prefix, Class<? extends Record> record, List<List<String>> required) {

    public KindSettings {
        required = List.copyOf(required);
    }
}
