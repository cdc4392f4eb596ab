package io.recordsync.rules;

/** What happens to a write when the system refuses the values of some fields. */
public enum OnRefused {
    /** The delivery is parked. */
    PARK,
    /** The other fields are written, and each refused field is a conflict. */
    LEAVE_OUT
}
