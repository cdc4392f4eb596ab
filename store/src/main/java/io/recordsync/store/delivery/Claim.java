package io.recordsync.store.delivery;

import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The answer to a claim of one delivery: {@link Granted}, or {@link Leased} when another owner holds the lease. */
public sealed interface Claim {

    RecordKey key();

    /**
     * This delivery is ours until the lease ends, another claim raises the fence, or it is settled or released.
     *
     * @param fence the number that goes with each settling or releasing, which has no effect once another has claimed
     *     the delivery
     * @param image the image, read after the claim, so that it is never older than what was delivered before
     * @param delivered what the system was last given
     * @param attempts the number of failed attempts that were charged since the delivery last settled
     * @param chargedAt when the last of these attempts was charged
     * @param doubt set while an earlier call may have taken effect, or may still do so
     * @param error the error of the last attempt that failed since the delivery last settled, or why it was parked; its
     *     id is used for the next error too
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
            return inDoubt() || delivered.contentHash().isPresent() || delivered.linked();
        }
    }

    /**
     * Another owner holds the lease.
     *
     * @param owner the other owner; empty if it has just given the lease back
     * @param remaining the time until the lease ends
     */
    record Leased(RecordKey key, String owner, Duration remaining) implements Claim {}

    /**
     * What the system holds, as far as the ledger knows.
     *
     * @param revision 0 before the first delivery
     * @param contentHash empty when the system holds nothing from us; {@link #UNKNOWN_CONTENT} when it may hold
     *     something other than what it was last given
     * @param object the system's name of the object that holds the record; empty when it holds nothing, or when an
     *     older build wrote it
     * @param linked whether a living row of the record is known there, which a delivery or a reader has linked
     */
    record Delivered(
            DeliveryState state,
            long revision,
            Optional<String> contentHash,
            Optional<String> externalId,
            Optional<String> object,
            boolean linked) {

        /**
         * Used as the hash when a system failed during a write and its content is not known. No content has this hash.
         */
        static final String UNKNOWN_CONTENT = "?";

        /** Whether a call may have written something that the ledger does not know, though it is not in doubt. */
        public boolean isContentUnknown() {
            return contentHash.equals(Optional.of(UNKNOWN_CONTENT));
        }
    }

    /** @param remaining how long a late write may still take effect; nothing is sent until this time is over */
    record Doubt(Duration remaining) {}
}
