package io.recordsync.connectors.outreach;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.VendorResponse;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Finds the existing records that a write may belong to. */
final class OutreachLookUp {

    private final OutreachApi api;

    OutreachLookUp(OutreachApi api) {
        this.api = api;
    }

    List<LinkCandidate> candidates(OutreachObject object, Write write, CallScope scope) {
        return candidates(object, records(object, write, scope));
    }

    static List<LinkCandidate> candidates(OutreachObject object, List<JsonNode> records) {
        return records.stream()
                .flatMap(one -> OutreachApi.id(one).stream().map(id -> new LinkCandidate(id, recordId(one, object))))
                .toList();
    }

    private static Optional<String> recordId(JsonNode resource, OutreachObject object) {
        return Optional.of(OutreachAttributes.text(resource, object.recordIdAttribute()));
    }

    /**
     * Looks up by our record id, if the object can be searched by it, and otherwise, or if nothing is found, by the
     * rule's match. A create of a system that is read does not meet a record that is marked as deleted.
     */
    List<JsonNode> records(OutreachObject object, Write write, CallScope scope) {
        List<JsonNode> ours = object.isFoundByRecordId()
                ? having(object, object.recordIdAttribute(), write.recordId(), scope)
                : List.of();
        List<JsonNode> found = ours.isEmpty()
                ? match(write)
                        .map(match -> having(object, match.field(), match.value(), scope))
                        .orElse(List.of())
                : ours;
        return write.operation() == Write.Operation.CREATE
                ? found.stream()
                        .filter(one -> !OutreachAttributes.isTrashed(one))
                        .toList()
                : found;
    }

    static Optional<Write.Match> match(Write write) {
        return write.match().filter(match -> !match.value().isBlank());
    }

    /**
     * Checks that all records that were found have the value, because a filter that Outreach does not understand may
     * return every record.
     */
    private List<JsonNode> having(OutreachObject object, String field, String value, CallScope scope) {
        String attribute = OutreachAttributes.attribute(field);
        VendorResponse response = api.find(object, attribute, value, scope);
        List<JsonNode> rows = OutreachApi.rows(response, "a look-up of " + object.path())
                .valueStream()
                .toList();
        if (!rows.stream().allMatch(row -> OutreachAttributes.holds(row, attribute, value))) {
            throw OutreachErrors.ignoredFilter(api.system(), object, attribute);
        }
        return rows;
    }
}
