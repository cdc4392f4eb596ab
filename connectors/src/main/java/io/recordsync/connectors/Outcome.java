package io.recordsync.connectors;

import java.util.Optional;

/** What became of one write: {@link Written} or {@link Refused}. */
public sealed interface Outcome {

    /**
     * The system holds the content, or holds the record no longer.
     *
     * @param externalId the system's own id; empty after a delete of a record that it never had
     * @param effect what the system said that it did
     */
    record Written(Optional<String> externalId, Effect effect) implements Outcome {}

    /** The system refused this one write of several. */
    record Refused(ConnectorException reason) implements Outcome {}

    /** Linked: a record that the system already held was found by its match and written to. */
    enum Effect {
        CREATED,
        UPDATED,
        LINKED,
        DELETED,
        ABSENT
    }
}
