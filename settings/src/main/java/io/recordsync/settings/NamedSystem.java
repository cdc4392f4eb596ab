package io.recordsync.settings;

import io.recordsync.settings.api.KindSettings;

/** A system: a name, and the kind of system that it is. */
record NamedSystem(String name, KindSettings kind) {

    /** The system that is there without being declared: it is named like its kind. */
    static NamedSystem undeclared(KindSettings kind) {
        return new NamedSystem(kind.kind(), kind);
    }

    boolean isNamedLikeItsKind() {
        return name.equals(kind.kind());
    }

    /** The prefix of its settings. */
    String prefix() {
        return isNamedLikeItsKind() ? kind.prefix() : name;
    }

    SettingsGroup settings() {
        return SettingDescriptions.group(kind.record(), prefix());
    }
}
