package io.recordsync.store.reading;

import io.recordsync.store.counterpart.ReaderKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What people have set for a reader. It goes before what the rule file says.
 *
 * @param every how often changes are read
 * @param deletesEvery how often the system's list of deletes is read
 * @param full how often all rows are read
 * @param set who set the intervals last; empty if nobody did
 * @param paused who has paused the reader; empty if it is not paused
 */
public record ReaderSettings(
        ReaderKey key,
        Optional<Duration> every,
        Optional<Duration> deletesEvery,
        Optional<Duration> full,
        Optional<Decision> set,
        Optional<Decision> paused) {

    /** What somebody has decided. */
    public record Decision(String by, String why, Instant at) {}

    /** The intervals that somebody sets; those that are empty stay as they are. */
    public record Intervals(Optional<Duration> every, Optional<Duration> deletesEvery, Optional<Duration> full) {}

    /** A reader for which nobody has set anything. */
    public static ReaderSettings none(ReaderKey key) {
        return new ReaderSettings(
                key, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
