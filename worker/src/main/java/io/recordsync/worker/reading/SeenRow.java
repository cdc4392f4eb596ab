package io.recordsync.worker.reading;

import io.recordsync.connectors.ReadRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row as a system showed it. Contains personal data, so it is never logged.
 *
 * @param asked when the system was asked, by the ledger's clock
 * @param byId whether the row was asked for by its id: it is then the newest state, whatever its time says
 * @param ahead how far the system's clock is ahead of the ledger's; empty if that is not known
 */
public record SeenRow(ReadRecord row, Instant asked, boolean byId, Optional<Duration> ahead) {

    Map<String, @Nullable Object> content() {
        return row.content();
    }

    boolean shows(String field) {
        return row.content().containsKey(field);
    }

    @Nullable Object value(String field) {
        return row.content().get(field);
    }

    /** The row as if it did not show these fields. */
    SeenRow without(Set<String> fields) {
        if (fields.stream().noneMatch(this::shows)) {
            return this;
        }
        return new SeenRow(row.without(fields), asked, byId, ahead);
    }

    /** When the row changed, by the ledger's clock, and not later than now; now if the system does not say. */
    Instant changedAt(Instant now) {
        return row.modified()
                .map(time -> ahead.map(time::minus).orElse(time))
                .filter(now::isAfter)
                .orElse(now);
    }

    /** Rows of a page have ids of their own. The content would be hashed each time that the row is looked up. */
    @Override
    public int hashCode() {
        return row.externalId().hashCode();
    }

    /** As in every record: the rows are equal in all that they show. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof SeenRow(ReadRecord shown, Instant when, boolean asksById, Optional<Duration> clock)
                        && byId == asksById
                        && asked.equals(when)
                        && ahead.equals(clock)
                        && row.equals(shown);
    }

    @Override
    public String toString() {
        return row.toString();
    }
}
