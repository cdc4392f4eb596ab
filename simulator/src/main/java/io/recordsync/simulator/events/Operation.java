package io.recordsync.simulator.events;

import java.util.Locale;

/** The operation that an event reports. */
public enum Operation {
    CREATE,
    UPDATE,
    DELETE;

    /** The name in the message and in settings. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Operation of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
