package io.recordsync.store;

/**
 * What accepting made of one change.
 *
 * @param revision the image's newest revision; a record whose image did not change by this is signalled all the same after a crash
 * @param isStepBack whether it is the next change of its source's log, and yet has a lower version than the one before
 */
public record Accepted(Change change, Verdict verdict, long revision, boolean isStepBack) {

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
