package io.recordsync.rules;

/**
 * What happens where a record and a row of it differ when they are linked for the first time.
 *
 * @param take whose values are taken. The default is {@link Take#FILL}
 * @param ids whether our record id is written to rows that were linked. The default is true
 */
public record Link(Take take, boolean ids) {
    static final Link DEFAULT = new Link(Take.FILL, true);

    /** Whose values are taken. */
    public enum Take {
        /** Blanks are filled on both sides. Values that differ stay as they are. */
        FILL,
        /** The record's. */
        OURS,
        /** The row's. */
        THEIRS,
        /** Those of the side that changed last. */
        NEWEST,
        /** Neither, until a person decides. */
        ASK
    }
}
