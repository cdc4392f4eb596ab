package io.recordsync.simulator.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One effect of one request on one object.
 *
 * @param sequence from 1, in the order in which the effects took place
 * @param time when the effect took place, also for a late write
 * @param type the vendor's name of the object type
 * @param id the vendor's id; null for a refused create
 * @param externalId the recordsync id of the object after the effect, or of a deleted object before it; empty for none
 * @param email the e-mail address of the object after the effect, or of a deleted object before it; empty for none
 * @param content the fields that the request wrote; an empty value clears its field. The delete of a merged object has
 *     the id of the object that is left
 * @param reason the vendor's error code of a refusal
 */
public record JournalEntry(
        long sequence,
        Instant time,
        Effect effect,
        Arrival arrival,
        String type,
        @Nullable String id,
        String externalId,
        String email,
        Map<String, String> content,
        @Nullable String reason) {

    /** The name under which the delete of a merged object has the id of the object that is left. */
    static final String MERGED_INTO = "mergedInto";

    /** The id of the object into which this entry merged its object; empty if it did not. */
    public Optional<String> mergedInto() {
        return effect == Effect.DELETE ? Optional.ofNullable(content.get(MERGED_INTO)) : Optional.empty();
    }

    /** True for a create or an update. */
    public boolean isWrite() {
        return effect == Effect.CREATE || effect == Effect.UPDATE;
    }
}
