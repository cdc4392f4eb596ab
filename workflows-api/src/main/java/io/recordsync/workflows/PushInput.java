package io.recordsync.workflows;

import org.jspecify.annotations.Nullable;

/**
 * What to give to a system.
 *
 * @param kind resend, to begin a run if none is under way; null to go on with the run that is there
 * @param askedBy who asked for it
 * @param carried the run that an earlier run of the same workflow passed on when it continued as new; null at a start
 */
public record PushInput(
        String tenant,
        String system,
        String entity,
        @Nullable String kind,
        String askedBy,
        @Nullable ReadPosition carried) {

    /** The value of {@link #kind} that begins a run. */
    public static final String RESEND = "resend";

    public PushInput carrying(ReadPosition position) {
        return new PushInput(tenant, system, entity, kind, askedBy, position);
    }
}
