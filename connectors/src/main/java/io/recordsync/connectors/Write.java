package io.recordsync.connectors;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One record's newest content, or its deletion, for one system. It contains personal data and is never logged.
 *
 * @param operation upsert or delete
 * @param object the vendor's name of the object: {@code Contact}, {@code contacts}
 * @param recordId our record id; the connector stores it in the system's external-id field
 * @param externalId the system's own id, if an earlier delivery has stored it
 * @param content the values by the vendor's field names; null clears a field; empty for a delete
 * @param match how to find a record that the system already holds, so that it is linked and no second one is created; a
 *     delete may use it to find a record that carries our record id, and changes no other record
 * @param revision which revision of the record this is; 0 if revisions are not counted
 * @param inDoubt whether an earlier write was not answered and may have taken effect. The external id may then be that
 *     of a deleted record, while another record carries our record id. True if this is not known
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

    /** A write of a record whose revisions are not counted, and whose earlier writes are not known. */
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

    /** A vendor field, and the value to look up in it. */
    public record Match(String field, String value) {}

    /** A value for a system that takes only text: a number without an exponent, an empty text for null. */
    public static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
    }

    @Override
    public String toString() {
        return "%s of %s %s".formatted(operation, object, recordId);
    }
}
