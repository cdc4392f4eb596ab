package io.recordsync.workflows;

import org.jspecify.annotations.Nullable;

/** @param system which parked delivery to give up; null for all */
public record Skip(@Nullable String system) {

    public static final Skip ALL = new Skip(null);

    public boolean names(String other) {
        return system == null || system.equals(other);
    }
}
