package io.recordsync.settings;

import java.util.List;

/** The settings of this module. */
public final class SharedSettings implements SettingsRecords {

    @Override
    public List<Class<? extends Record>> records() {
        return List.of(
                LedgerDatabaseSettings.class,
                TemporalSettings.class,
                StartSettings.class,
                BindSettings.class,
                LogSettings.class,
                TenantSettings.class,
                SystemListSettings.class);
    }
}
