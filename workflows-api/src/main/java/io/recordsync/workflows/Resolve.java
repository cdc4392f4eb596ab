package io.recordsync.workflows;

import org.jspecify.annotations.Nullable;

/**
 * A person's decision of a conflict. It contains no values: the ledger has them.
 *
 * @param system the system whose row differs from the record
 * @param field the record's field; null where the record has one open conflict at the system
 * @param take whose value counts, {@value #OURS} or {@value #THEIRS}; null asks what is needed and changes nothing
 * @param by who decides; null if that is not known
 * @param reason why; null for none
 */
public record Resolve(
        @Nullable String system,
        @Nullable String field,
        @Nullable String take,
        @Nullable String by,
        @Nullable String reason) {

    /** The record's value goes to the system. */
    public static final String OURS = "ours";

    /** The system's value goes to the record. */
    public static final String THEIRS = "theirs";

    /** Asks what is needed. */
    public static final Resolve NOTHING = new Resolve(null, null, null, null, null);
}
