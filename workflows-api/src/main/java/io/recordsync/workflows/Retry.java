package io.recordsync.workflows;

import org.jspecify.annotations.Nullable;

/** @param system which parked delivery to try again; null for all */
public record Retry(@Nullable String system) {

    public static final Retry ALL = new Retry(null);

    public boolean names(String other) {
        return system == null || system.equals(other);
    }
}
