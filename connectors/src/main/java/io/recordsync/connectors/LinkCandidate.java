package io.recordsync.connectors;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A record that the system already holds, and that a write may have to be linked to.
 *
 * @param externalId the system's own id
 * @param recordId our record id that the record carries; empty if it is not linked yet
 */
public record LinkCandidate(String externalId, Optional<String> recordId) {

    public LinkCandidate {
        recordId = recordId.filter(id -> !id.isEmpty());
    }

    /**
     * The one record to link the write to.
     *
     * @param found all records that match
     * @param refused why the write was refused; the write stays refused unless there is exactly one record to link
     * @throws ConnectorException when no record, or more than one, is free for the write's record
     */
    public static LinkCandidate toLink(Write write, List<LinkCandidate> found, ConnectorException refused) {
        List<LinkCandidate> free =
                found.stream().filter(one -> one.isFreeFor(write)).toList();
        if (free.size() != 1) {
            throw refusal(refused, why(found, free));
        }
        return free.getFirst();
    }

    /**
     * The row that a create has met: the one that carries its record id, otherwise the only one that is not linked yet,
     * otherwise the only one.
     *
     * @param rows all rows that carry the record id, or that match
     * @param refused why the record is not created; thrown with the reason if there is not exactly one such row
     */
    public static ReadRecord met(Write create, List<ReadRecord> rows, ConnectorException refused) {
        List<LinkCandidate> found = rows.stream()
                .map(row -> new LinkCandidate(row.externalId(), row.recordId()))
                .toList();
        return rows.get(found.indexOf(toMeet(create, found, refused)));
    }

    /** As {@link #met}, if only the ids of the rows are known. */
    public static LinkCandidate toMeet(Write create, List<LinkCandidate> found, ConnectorException refused) {
        List<LinkCandidate> own = carrying(found, Optional.of(create.recordId()));
        List<LinkCandidate> unlinked = own.isEmpty() ? carrying(found, Optional.empty()) : own;
        List<LinkCandidate> nearest = unlinked.isEmpty() ? found : unlinked;
        if (nearest.size() == 1) {
            return nearest.getFirst();
        }
        List<LinkCandidate> free =
                found.stream().filter(one -> one.isFreeFor(create)).toList();
        throw refusal(refused, why(found, free));
    }

    private static List<LinkCandidate> carrying(List<LinkCandidate> rows, Optional<String> recordId) {
        return rows.stream().filter(row -> row.recordId().equals(recordId)).toList();
    }

    /** The reason for which a create that matches rows is not sent. */
    public static ConnectorException matched(String system, Write create) {
        return ConnectorException.refused(
                "ALREADY_THERE", "%s already has a record that matches %s.".formatted(system, create));
    }

    /** The record that was to be linked no longer exists. */
    public static ConnectorException vanished(String system, Write write) {
        return new ConnectorException(
                ErrorKind.TRANSIENT,
                "VANISHED",
                ("The record to which %s was to be linked no longer exists at %s. The write is retried"
                                + " automatically.")
                        .formatted(write, system),
                false);
    }

    /**
     * Why the link could not be made. In most cases the system holds the record twice: one that is linked, and a
     * similar one.
     */
    public ConnectorException unlinkable(ConnectorException reason) {
        return reason.kind() == ErrorKind.PERMANENT
                ? refusal(
                        reason,
                        ("The matching record %s could therefore not be linked. Merge the two records there, then"
                                        + " retry.")
                                .formatted(externalId))
                : reason;
    }

    private boolean isFreeFor(Write write) {
        return recordId.isEmpty() || recordId.get().equals(write.recordId());
    }

    private static String why(List<LinkCandidate> found, List<LinkCandidate> free) {
        if (found.isEmpty()) {
            return "The system has a similar record, which the rule's match did not find. Compare the two records"
                    + " there, then retry.";
        }
        return free.isEmpty()
                ? "The matching record (%s) is linked to another record id. Decide which link is right, then retry."
                        .formatted(found.getFirst().externalId())
                : String.format(
                        Locale.ROOT,
                        "%d records match, and none of them is linked. Merge them there, then retry.",
                        free.size());
    }

    private static ConnectorException refusal(ConnectorException refused, String why) {
        return ConnectorException.refused(refused.code(), refused.getMessage() + " " + why)
                .ofFields(refused.fields());
    }
}
