package io.recordsync.connectors;

import io.recordsync.connectors.Write.Held;

/** Writes with one part changed. */
public final class ChangedWrites {

    private ChangedWrites() {}

    /** The same write after an earlier one that was not answered. */
    public static Write inDoubt(Write write) {
        return with(write, true, write.held());
    }

    /** The same write of a row of which this is known. */
    public static Write held(Write write, Held held) {
        return with(write, write.inDoubt(), held);
    }

    private static Write with(Write write, boolean inDoubt, Held held) {
        return new Write(
                write.operation(),
                write.object(),
                write.recordId(),
                write.externalId(),
                write.content(),
                write.match(),
                write.revision(),
                inDoubt,
                held);
    }
}
