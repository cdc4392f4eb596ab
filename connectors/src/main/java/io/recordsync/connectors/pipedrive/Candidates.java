package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The existing records that one write may belong to. They have been read and compared.
 *
 * @param key the key of the field that holds our record id
 * @param carrying the records that carry the write's record id
 * @param like the records that match the write by its rule
 */
record Candidates(Write write, String key, List<JsonNode> carrying, List<JsonNode> like) {

    /** Finds them with at most two searches. If these find nothing, the newest records are compared. */
    static Candidates of(
            Write write, FieldCatalog catalog, String recordIdField, PipedriveLookUp lookUp, CallScope scope) {
        String key = catalog.recordId(recordIdField).code();
        List<JsonNode> carrying = lookUp.carrying(catalog.object(), key, write.recordId(), scope);
        boolean isPlain = carrying.stream().anyMatch(record -> isMatched(write, catalog, record));
        List<JsonNode> like = isPlain
                ? List.of()
                : write.match()
                        .map(match -> lookUp.like(catalog, key, match, scope))
                        .orElse(List.of());
        return carrying.isEmpty() && like.isEmpty()
                ? amongTheNewest(write, catalog, key, lookUp, scope)
                : new Candidates(write, key, carrying, like);
    }

    private static Candidates amongTheNewest(
            Write write, FieldCatalog catalog, String key, PipedriveLookUp lookUp, CallScope scope) {
        List<JsonNode> newest = lookUp.newest(catalog.object(), keys(write, catalog, key), scope);
        return new Candidates(
                write,
                key,
                newest.stream()
                        .filter(record -> PipedriveLookUp.isCustom(record, key, write.recordId()))
                        .toList(),
                newest.stream()
                        .filter(record -> isMatched(write, catalog, record))
                        .toList());
    }

    /**
     * The record that already carries the write's record id.
     *
     * @throws ConnectorException when there are several, or when an unlinked record matches too: a person must merge
     *     them
     */
    Optional<JsonNode> own() {
        if (carrying.size() > 1) {
            throw ConnectorException.refused(
                    "DUPLICATE",
                    "Pipedrive has several records for %s (%s). Merge them there, then retry."
                            .formatted(write, ids(carrying)));
        }
        if (!carrying.isEmpty()) {
            freeLike().ifPresent(other -> {
                throw other.unlinkable(refusal());
            });
        }
        return carrying.stream().findFirst();
    }

    /**
     * The one matching record that is not linked yet; empty if none matches.
     *
     * @throws ConnectorException when the matching records are linked to other records, or when there are several
     */
    Optional<JsonNode> toLink() {
        return like.isEmpty()
                ? Optional.empty()
                : withId(
                        LinkCandidate.toLink(write, candidates(like), refusal()).externalId(), like);
    }

    /**
     * The record that a create meets, which may be linked to another record; empty if there is none.
     *
     * @throws ConnectorException when there are several, and none of them is nearest to the write's record
     */
    Optional<JsonNode> met() {
        List<JsonNode> all =
                Stream.concat(carrying.stream(), like.stream()).distinct().toList();
        List<ReadRecord> rows = candidates(all).stream()
                .map(one -> new ReadRecord(one.externalId(), one.recordId(), Optional.empty(), false, Map.of()))
                .toList();
        return rows.isEmpty()
                ? Optional.empty()
                : withId(LinkCandidate.met(write, rows, refusal()).externalId(), all);
    }

    private static Optional<JsonNode> withId(String id, List<JsonNode> records) {
        return records.stream()
                .filter(record -> PipedriveApi.id(record).equals(Optional.of(id)))
                .findFirst();
    }

    private Optional<LinkCandidate> freeLike() {
        return candidates(like).stream()
                .filter(other -> other.recordId().isEmpty())
                .findFirst();
    }

    private List<LinkCandidate> candidates(List<JsonNode> records) {
        return records.stream()
                .flatMap(record -> PipedriveApi.id(record).map(id -> candidate(record, id)).stream())
                .toList();
    }

    private LinkCandidate candidate(JsonNode record, String id) {
        return new LinkCandidate(id, record.path("custom_fields").path(key).asStringOpt());
    }

    private ConnectorException refusal() {
        String held =
                carrying.isEmpty() ? "a similar record" : "it as %s and a similar record".formatted(ids(carrying));
        return ConnectorException.refused(
                "DUPLICATE", "Pipedrive did not accept %s, because it already has %s.".formatted(write, held));
    }

    private static boolean isMatched(Write write, FieldCatalog catalog, JsonNode record) {
        return write.match()
                .filter(match -> PipedriveLookUp.isLike(catalog, record, match))
                .isPresent();
    }

    private static List<String> keys(Write write, FieldCatalog catalog, String key) {
        List<String> keys = new ArrayList<>(List.of(key));
        write.match()
                .filter(match -> !catalog.object().searchable().containsKey(match.field()))
                .map(match -> catalog.named(match.field()).code())
                .ifPresent(keys::add);
        return keys;
    }

    private static String ids(List<JsonNode> records) {
        return records.stream()
                .flatMap(record -> PipedriveApi.id(record).stream())
                .collect(Collectors.joining(", "));
    }
}
