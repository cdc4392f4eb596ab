package io.recordsync.settings;

import java.util.List;

/** What a module adds to the {@link Catalogue}; found through {@link java.util.ServiceLoader}. */
public interface SettingsRecords {

    /** Records with {@code @ConfigurationProperties}, each of whose components is a {@link Setting}. */
    List<Class<? extends Record>> records();
}
