package io.recordsync.worker.settings;

import io.recordsync.settings.SettingsRecords;
import java.util.List;
import java.util.stream.Stream;

/** The settings of this module. */
public final class WorkerModuleSettings implements SettingsRecords {

    @Override
    public List<Class<? extends Record>> records() {
        return Stream.concat(
                        Stream.of(SyncSettings.class, WorkerSettings.class, CredentialSettings.class),
                        SystemAccount.ALL.stream())
                .toList();
    }
}
