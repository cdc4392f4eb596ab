package io.recordsync.connectors;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One record's newest content, or its deletion, for one system. It contains personal data and is never logged.
 *
 * @param operation what is to be done. A system that is only written gets upserts and deletes
 * @param object the vendor's name of the object: {@code Contact}, {@code contacts}
 * @param recordId our record id; the connector stores it in the system's external-id field
 * @param externalId the system's own id, if an earlier delivery has stored it
 * @param content the values by the vendor's field names; null clears a field; for an update only the fields that are to
 *     be sent; empty for a delete
 * @param match how to find a record that the system already holds, so that it is linked and no second one is created; a
 *     delete may use it to find a record that carries our record id, and changes no other record
 * @param revision which revision of the record this is; 0 if revisions are not counted
 * @param inDoubt whether an earlier write was not answered and may have taken effect. The external id may then be that
 *     of a deleted record, while another record carries our record id. True if this is not known
 * @param held what is known of the row that an update changes
 */
public record Write(
        Operation operation,
        String object,
        String recordId,
        Optional<String> externalId,
        Map<String, @Nullable Object> content,
        Optional<Match> match,
        long revision,
        boolean inDoubt,
        Held held) {

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

    /** A write for which the row that the system holds is of no importance. */
    public Write(
            Operation operation,
            String object,
            String recordId,
            Optional<String> externalId,
            Map<String, @Nullable Object> content,
            Optional<Match> match,
            long revision,
            boolean inDoubt) {
        this(operation, object, recordId, externalId, content, match, revision, inDoubt, Held.ANYTHING);
    }

    public enum Operation {
        /** Creates the record, or writes all content to the row that the system holds of it. */
        UPSERT,
        /**
         * Creates the record, and never writes content to a row that exists: if the system holds a row that has our
         * record id or that matches, or refuses the create as a duplicate, the outcome is {@link Outcome.Linked}.
         */
        CREATE,
        /**
         * Writes the given fields to the row with the external id, and to no other. The outcome is {@link Outcome.Gone}
         * if there is no such row, or if it is marked as deleted.
         */
        UPDATE,
        DELETE
    }

    /**
     * What is known of the row that an update changes.
     *
     * @param carriesRecordId whether the row has our record id; if not, the update writes it too
     * @param expected whether a row is as it is known. A system that can compare and write in one transaction asks it,
     *     and answers {@link Outcome.Stale} instead of writing if it is not
     */
    public record Held(boolean carriesRecordId, Predicate<ReadRecord> expected) {

        /** A row of which nothing is known, except that it is the record's. */
        public static final Held ANYTHING = new Held(true, row -> true);
    }

    /** A vendor field, and the value to look up in it. */
    public record Match(String field, String value) {}

    /**
     * The fields of this write that the system has named, for example in a refusal, as the write spells them. Names are
     * compared ignoring case.
     */
    public Set<String> fieldsNamed(Collection<String> names) {
        return content.keySet().stream()
                .filter(field -> names.stream().anyMatch(field::equalsIgnoreCase))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the write also writes our record id. Only an update of a row that already carries it does not. */
    public boolean writesRecordId() {
        return operation != Operation.UPDATE || !held.carriesRecordId();
    }

    /** Whether an earlier attempt of this create, whose answer was lost, made the row: it carries our record id. */
    public boolean mayHaveMade(ReadRecord row) {
        return inDoubt && row.recordId().equals(Optional.of(recordId));
    }

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
