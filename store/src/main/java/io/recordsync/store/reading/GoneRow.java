package io.recordsync.store.reading;

import java.time.Instant;
import java.util.Optional;

/**
 * A row that seems to be gone.
 *
 * @param modified when it was deleted, as the system says
 * @param mergedInto the row into which the vendor merged it
 * @param askedAt when the system was asked for it and did not have it, by the ledger's clock; empty if it was not asked
 */
public record GoneRow(
        String externalId, Optional<Instant> modified, Optional<String> mergedInto, Optional<Instant> askedAt) {

    /** A row of which nothing else is known. */
    public static GoneRow of(String externalId, Optional<String> mergedInto) {
        return new GoneRow(externalId, Optional.empty(), mergedInto, Optional.empty());
    }

    public GoneRow asked(Instant at, Optional<String> into) {
        return new GoneRow(externalId, modified, into.or(this::mergedInto), Optional.of(at));
    }
}
