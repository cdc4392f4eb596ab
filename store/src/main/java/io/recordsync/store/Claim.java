package io.recordsync.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The answer to a claim of one delivery: {@link Granted}, or {@link Leased} to another. */
public sealed interface Claim {

    RecordKey key();

    /**
     * This delivery is ours until the lease ends, the fence is raised, or it is settled or released.
     *
     * @param fence goes with every settling or releasing, which has no effect once another has claimed
     * @param image read after the claim, so that it is never older than what was delivered before
     * @param delivered what the system was last given
     * @param attempts failed attempts that were charged since it last settled
     * @param chargedAt when the last of them was
     * @param doubt set while an earlier call may have taken effect, or may yet
     * @param error of the last attempt that failed since it last settled, or why it parked; its id is kept for the next one
     */
    record Granted(
            RecordKey key,
            String system,
            long fence,
            Image image,
            Delivered delivered,
            int attempts,
            Optional<Instant> chargedAt,
            Optional<Doubt> doubt,
            Optional<DeliveryError> error)
            implements Claim {

        public boolean inDoubt() {
            return doubt.isPresent();
        }

        /** Whether the system may hold the record. */
        public boolean known() {
            return inDoubt() || delivered.contentHash().isPresent();
        }
    }

    /**
     * Another has it.
     *
     * @param owner empty when it has been given back just now
     * @param remaining until the lease ends
     */
    record Leased(RecordKey key, String owner, Duration remaining) implements Claim {}

    /**
     * What the system holds as far as the ledger knows.
     *
     * @param revision 0 before the first delivery
     * @param contentHash empty when the system holds nothing from us; {@link #UNKNOWN_CONTENT} when it may hold something else than it was last given
     * @param object the system's name of the object that holds the record; empty when it holds nothing, or an older build wrote it
     */
    record Delivered(
            DeliveryState state,
            long revision,
            Optional<String> contentHash,
            Optional<String> externalId,
            Optional<String> object) {

        /** Stands for the hash of what a system holds after it failed at a write: no content has it. */
        static final String UNKNOWN_CONTENT = "?";
    }

    /** @param remaining how long a late write may still come; nothing is sent until it is over */
    record Doubt(Duration remaining) {}
}
