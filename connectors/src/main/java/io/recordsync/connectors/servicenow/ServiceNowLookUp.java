package io.recordsync.connectors.servicenow;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Match;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.http.VendorResponse;
import java.text.Collator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Finds the records that writes belong to: those that carry their record ids, and those that the rule's match finds.
 */
final class ServiceNowLookUp {

    /**
     * The largest number of records in one look-up. A batch needs far fewer, unless very many records have the same
     * match value.
     */
    private static final int MAX_RECORDS = 1_000;

    private final ServiceNowApi api;

    ServiceNowLookUp(ServiceNowApi api) {
        this.api = api;
    }

    /**
     * Reads all records that the writes need, with one call if they fit into one address.
     *
     * @throws ConnectorException also when a write's id or match cannot be looked up safely
     */
    List<JsonNode> rows(List<Write> writes, CallScope scope) {
        List<String> conditions = writes.stream().flatMap(this::conditions).toList();
        List<JsonNode> rows = new ArrayList<>();
        for (String query : EncodedQuery.anyOf(conditions)) {
            rows.addAll(rows(writes, query, scope));
        }
        return rows;
    }

    /** @throws ConnectorException permanently, when the write cannot be looked up */
    void requireSafe(Write write) {
        conditions(write).forEach(condition -> {});
        columns(write).forEach(column -> {});
    }

    /**
     * The record that carries the write's record id.
     *
     * @throws ConnectorException permanently, when there are several
     */
    Optional<LinkCandidate> own(Write write, List<JsonNode> rows) {
        List<LinkCandidate> own = rows.stream()
                .filter(row -> isCarrying(write, row))
                .flatMap(this::candidate)
                .distinct()
                .toList();
        if (own.size() > 1) {
            throw ConnectorException.refused(
                    "TWICE_THERE",
                    String.format(
                            Locale.ROOT,
                            "%s has %d records with the record id of %s; one of them is %s. Merge them there, then"
                                    + " retry.",
                            api.system(),
                            own.size(),
                            write,
                            own.getFirst().externalId()));
        }
        return own.stream().findFirst();
    }

    /**
     * The records that match the write and do not carry its record id.
     *
     * @param rows the records that were found for this write or for others
     */
    List<LinkCandidate> like(Write write, List<JsonNode> rows) {
        return rows.stream()
                .filter(row -> isMatched(write, row) && !isCarrying(write, row))
                .flatMap(this::candidate)
                .distinct()
                .toList();
    }

    /** The records that carry the record id of a create, or that match it. */
    List<JsonNode> met(Write create, List<JsonNode> rows) {
        return rows.stream()
                .filter(row -> ServiceNowApi.id(row).isPresent())
                .filter(row -> isMatched(create, row) || isCarrying(create, row))
                .distinct()
                .toList();
    }

    private boolean isCarrying(Write write, JsonNode row) {
        return api.recordId(row).equals(write.recordId());
    }

    private static boolean isMatched(Write write, JsonNode row) {
        return match(write)
                .filter(match -> row.path(match.field()).asString("").equalsIgnoreCase(match.value()))
                .isPresent();
    }

    private Stream<LinkCandidate> candidate(JsonNode row) {
        return ServiceNowApi.id(row).map(id -> new LinkCandidate(id, Optional.of(api.recordId(row)))).stream();
    }

    /** The columns that are compared. A create also shows the record that it meets. */
    private Stream<String> columns(Write write) {
        Stream<String> compared = match(write).stream().map(Match::field);
        return write.operation() == Operation.CREATE
                ? Stream.of(compared, Stream.of(ServiceNowApi.UPDATED), write.content().keySet().stream())
                        .flatMap(columns -> columns)
                        .map(EncodedQuery::requireColumn)
                : compared;
    }

    private Stream<String> conditions(Write write) {
        return Stream.concat(
                Stream.of(EncodedQuery.equal(api.recordIdField(), write.recordId())),
                match(write).stream().map(match -> EncodedQuery.equal(match.field(), match.value())));
    }

    /**
     * The write's match, if it has one. A delete needs none: the record that carries our record id is found by that id.
     */
    static Optional<Match> match(Write write) {
        return write.operation() == Operation.DELETE
                ? Optional.empty()
                : write.match().filter(match -> !match.value().isBlank());
    }

    private List<JsonNode> rows(List<Write> writes, String query, CallScope scope) {
        String table = writes.getFirst().object();
        Set<String> columns = new LinkedHashSet<>(List.of(ServiceNowApi.ID, api.recordIdField()));
        writes.stream().flatMap(this::columns).forEach(columns::add);
        VendorResponse response = api.list(table, query, List.copyOf(columns), MAX_RECORDS, scope);
        List<JsonNode> rows = ServiceNowApi.rows(response);
        if (!rows.stream().allMatch(row -> isMeant(row, writes))) {
            throw ServiceNowErrors.ignoredQuery(table, columns);
        }
        if (Paging.hasMore(response, rows.size(), MAX_RECORDS)) {
            throw ConnectorException.refused(
                    "TOO_MANY_MATCHES",
                    String.format(
                            Locale.ROOT,
                            "More than %d records of %s match %d writes of %s. Correct the rule's match, then"
                                    + " retry.",
                            MAX_RECORDS,
                            api.system(),
                            writes.size(),
                            table));
        }
        return rows;
    }

    private boolean isMeant(JsonNode row, List<Write> writes) {
        return writes.stream()
                .anyMatch(write -> isLike(api.recordId(row), write.recordId())
                        || match(write)
                                .filter(match -> isLike(row.path(match.field()).asString(""), match.value()))
                                .isPresent());
    }

    /** Compares as a database that ignores case, accents and trailing spaces. */
    private static boolean isLike(String one, String other) {
        Collator collator = Collator.getInstance(Locale.ROOT);
        collator.setStrength(Collator.PRIMARY);
        return collator.compare(one.strip(), other.strip()) == 0;
    }
}
