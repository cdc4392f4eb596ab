package io.recordsync.connectors;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One record's newest content, or its deletion, for one system. Holds personal data: never logged.
 *
 * @param operation upsert or delete
 * @param object the vendor's name of the object: {@code Contact}, {@code contacts}
 * @param recordId our record id; the connector keeps it in the system's external-id field
 * @param externalId the system's own id, where a delivery has learnt it
 * @param content vendor field to value; null clears a field; empty for a delete
 * @param match how a record that the system already holds is found, so that it is linked and not doubled; a delete may find by it what
 *     carries our record id, and touches nothing else
 * @param revision which revision of the record this is; 0 where nobody counts them
 * @param inDoubt whether an earlier write may have taken effect of which no answer came, so that the external id may be that of a record which is
 *     gone, while another carries our record id; true where nobody tells
 */
public record Write(
        Operation operation,
        String object,
        String recordId,
        Optional<String> externalId,
        Map<String, @Nullable Object> content,
        Optional<Match> match,
        long revision,
        boolean inDoubt) {

    /** Of a record whose revisions nobody counts, and whose earlier writes nobody knows. */
    public Write(
            Operation operation,
            String object,
            String recordId,
            Optional<String> externalId,
            Map<String, @Nullable Object> content,
            Optional<Match> match) {
        this(operation, object, recordId, externalId, content, match, 0, true);
    }

    public enum Operation {
        UPSERT,
        DELETE
    }

    /** A vendor field and the value by which to look a record up. */
    public record Match(String field, String value) {}

    @Override
    public String toString() {
        return "%s of %s %s".formatted(operation, object, recordId);
    }
}
