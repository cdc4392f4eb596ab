package io.recordsync.settings;

import io.recordsync.settings.api.KindSettings;
import io.recordsync.settings.api.Setting;
import java.util.List;

/** The settings that a module adds to the {@link Catalogue}. Found through {@link java.util.ServiceLoader}. */
public interface SettingsRecords {

    /** Records with {@code @ConfigurationProperties}. Each of their components is a {@link Setting}. */
    List<Class<? extends Record>> records();

    /** The kinds of systems that the module knows, in the order in which people see them. */
    default List<KindSettings> kinds() {
        return List.of();
    }
}
