package io.recordsync.connectors;

import java.util.Optional;

/** The result of one write. */
public sealed interface Outcome {

    /**
     * The system now holds the content, or no longer holds the record.
     *
     * @param externalId the system's own id; empty after a delete of a record that it never had
     * @param effect what the system reported
     * @param shown the row after the write, if the answer contains it
     */
    record Written(Optional<String> externalId, Effect effect, Optional<ReadRecord> shown) implements Outcome {

        /** A write whose answer does not contain the row. */
        public Written(Optional<String> externalId, Effect effect) {
            this(externalId, effect, Optional.empty());
        }
    }

    /**
     * A create met a row that exists, and nothing was written.
     *
     * @param row the row, with the fields that were to be sent, and those that the system's answer has besides
     */
    record Linked(ReadRecord row) implements Outcome {}

    /**
     * An update met no row with its external id, and nothing was written to another one.
     *
     * @param mergedInto the id of the row into which the vendor merged it, if the vendor tells
     */
    record Gone(Optional<String> mergedInto) implements Outcome {}

    /**
     * An update met a row that is not as it was expected, and nothing was written.
     *
     * @param row the row as it is
     */
    record Stale(ReadRecord row) implements Outcome {}

    /** The system refused this one of several writes. {@link Connector#write} throws the reason instead. */
    record Refused(ConnectorException reason) implements Outcome {}

    /** LINKED: the system already held the record, which was found by its match and updated. */
    enum Effect {
        CREATED,
        UPDATED,
        LINKED,
        DELETED,
        ABSENT
    }
}
