package io.recordsync.store.ledger;

import org.jspecify.annotations.Nullable;

/**
 * The position of a change in a log that keeps the order in which its source made its changes, such as one partition of
 * a Kafka topic.
 *
 * @param log the name of the log, such as {@code kafka:topic/3}; at most 400 bytes
 * @param offset the position in the log; a change with a higher offset was written later
 */
public record LogPlace(String log, long offset) {

    public LogPlace {
        StorableValues.name("the log", log, 400);
    }

    /** Whether this is certainly later than the other: a higher offset in the same log. */
    boolean isAfter(@Nullable LogPlace other) {
        return other != null && log.equals(other.log) && offset > other.offset;
    }

    /** The form in the ledger: {@code kafka:topic/3@1234}. */
    @Override
    public String toString() {
        return log + "@" + offset;
    }

    static LogPlace parse(String text) {
        int at = text.lastIndexOf('@');
        return new LogPlace(text.substring(0, at), Long.parseLong(text.substring(at + 1)));
    }
}
