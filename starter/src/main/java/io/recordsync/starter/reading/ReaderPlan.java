package io.recordsync.starter.reading;

import io.recordsync.connectors.SystemDescriptor.Intervals;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.reading.ReaderSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * How often a reader reads.
 *
 * @param rules what the rule file says
 * @param set what people have set, which goes before it
 */
public record ReaderPlan(ReaderKey key, Intervals rules, ReaderSettings set) {

    /** How often changes are read. */
    public Duration every() {
        return set.every().orElse(rules.every());
    }

    /** How often all rows are read. */
    public Duration full() {
        return set.full().orElse(rules.full());
    }

    /** How often the system's list of deletes is read. */
    public Duration deletesEvery() {
        return set.deletesEvery().orElse(rules.deletesEvery());
    }

    /** Who has paused the reader, and why; empty if it is not paused. */
    public Optional<String> pause() {
        return set.paused().map(pause -> "paused by %s: %s".formatted(pause.by(), pause.why()));
    }
}
