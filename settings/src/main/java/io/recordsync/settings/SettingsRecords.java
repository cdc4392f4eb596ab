package io.recordsync.settings;

import java.util.List;

/** The settings that a module adds to the {@link Catalogue}. Found through {@link java.util.ServiceLoader}. */
public interface SettingsRecords {

    /** Records with {@code @ConfigurationProperties}. Each of their components is a {@link Setting}. */
    List<Class<? extends Record>> records();
}
