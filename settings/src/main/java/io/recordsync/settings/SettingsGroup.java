package io.recordsync.settings;

import java.util.Collection;
import java.util.Map;

/**
 * The settings of one record, with their names under one prefix.
 *
 * @param byComponent the descriptions by the names of the record's components, in their order
 */
record SettingsGroup(Class<? extends Record> type, Map<String, SettingDescription> byComponent) {

    Collection<SettingDescription> settings() {
        return byComponent.values();
    }

    SettingDescription of(String component) {
        SettingDescription setting = byComponent.get(component);
        if (setting == null) {
            throw new IllegalArgumentException(type + " has no setting " + component);
        }
        return setting;
    }
}
