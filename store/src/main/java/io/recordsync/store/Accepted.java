package io.recordsync.store;

/**
 * What accepting made of one change.
 *
 * @param revision the image's newest revision
 * @param isStepBack whether it is the next change of its source's log, and yet has a lower version than the one before
 * @param toBeTold whether Temporal has to be told: the record has changed; or the event was seen before, and its record is not settled yet, as when its
 *     first arrival died before it told
 */
public record Accepted(Change change, Verdict verdict, long revision, boolean isStepBack, boolean toBeTold) {

    public enum Verdict {
        /** The image has a new revision. */
        CHANGED,
        /** It said what the image says already. */
        UNCHANGED,
        /** Its source had said something newer before. */
        SUPERSEDED,
        /** The same event was accepted before. */
        REPEATED,
        /**
         * It would have made its record's image larger than may be (2000 fields, 1,000,000 characters, 100 sources). It is not in the ledger;
         * the door makes it a dead letter.
         */
        REFUSED
    }
}
