package io.recordsync.simulator.store;

import java.time.Instant;
import java.util.Map;
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
 * @param content the fields that the request wrote; an empty value clears its field
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

    /** True for a create or an update. */
    public boolean isWrite() {
        return effect == Effect.CREATE || effect == Effect.UPDATE;
    }
}
