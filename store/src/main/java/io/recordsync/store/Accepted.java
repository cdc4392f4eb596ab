package io.recordsync.store;

/**
 * The result of accepting one change.
 *
 * @param revision the image's newest revision
 * @param isStepBack whether the change is the next one in its source's log, but has a lower version than an earlier
 *     change
 * @param toBeTold whether Temporal has to be told: either the record has changed, or the event was accepted before and
 *     its record is not settled yet. The second case occurs when the process ended after it had accepted the event and
 *     before it had told Temporal
 */
public record Accepted(Change change, Verdict verdict, long revision, boolean isStepBack, boolean toBeTold) {

    public enum Verdict {
        /** The image has a new revision. */
        CHANGED,
        /** The image already has what the change says. */
        UNCHANGED,
        /**
         * Its source has already said something newer, or the record is deleted and this change must not create it
         * again.
         */
        SUPERSEDED,
        /** The same event was accepted before. */
        REPEATED,
        /**
         * The change would have made its record's image larger than allowed (2000 fields, 1,000,000 characters, 100
         * sources). It is not in the ledger, and its entry point makes it a dead letter.
         */
        REFUSED
    }
}
