package io.recordsync.connectors;

import java.util.Optional;

/** The result of one write: {@link Written} or {@link Refused}. */
public sealed interface Outcome {

    /**
     * The system now holds the content, or no longer holds the record.
     *
     * @param externalId the system's own id; empty after a delete of a record that it never had
     * @param effect what the system reported
     */
    record Written(Optional<String> externalId, Effect effect) implements Outcome {}

    /** The system refused this one of several writes. */
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
