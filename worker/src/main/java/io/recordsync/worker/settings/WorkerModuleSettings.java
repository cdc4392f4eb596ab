package io.recordsync.worker.settings;

import io.recordsync.settings.SettingsRecords;
import java.util.List;

/** The settings of this module. */
public final class WorkerModuleSettings implements SettingsRecords {

    @Override
    public List<Class<? extends Record>> records() {
        return List.of(SyncSettings.class, WorkerSettings.class, SalesforceAccount.class, HubSpotAccount.class);
    }
}
