package io.recordsync.connectors;

/**
 * The limits for the calls of one delivery.
 *
 * @param deadline no call starts that could end after it, so that a lease never expires during a call
 * @param permits asked for a permit before each call
 * @param jobs told of the system's own jobs
 */
public record CallScope(Deadline deadline, Permits permits, JobNotes jobs) {

    /** Nothing is told of jobs. */
    public CallScope(Deadline deadline, Permits permits) {
        this(deadline, permits, JobNotes.NONE);
    }

    /** The same limits. */
    public CallScope telling(JobNotes notes) {
        return new CallScope(deadline, permits, notes);
    }
}
