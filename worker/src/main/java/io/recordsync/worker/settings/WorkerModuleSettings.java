package io.recordsync.worker.settings;

import io.recordsync.connectors.kinds.SystemKind;
import io.recordsync.connectors.kinds.SystemKinds;
import io.recordsync.settings.SettingsRecords;
import io.recordsync.settings.api.KindSettings;
import java.util.List;

/** The settings of this module, and those of all kinds of systems. */
public final class WorkerModuleSettings implements SettingsRecords {

    /** The settings of all kinds of systems. */
    public static final List<KindSettings> KINDS =
            SystemKinds.ALL.stream().map(SystemKind::settings).toList();

    @Override
    public List<Class<? extends Record>> records() {
        return List.of(
                HttpSettings.class,
                RetrySettings.class,
                SyncSettings.class,
                WorkerSettings.class,
                CredentialSettings.class);
    }

    @Override
    public List<KindSettings> kinds() {
        return KINDS;
    }
}
