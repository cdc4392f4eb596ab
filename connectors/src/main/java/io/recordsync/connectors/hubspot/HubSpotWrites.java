package io.recordsync.connectors.hubspot;

import io.recordsync.connectors.Batch;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.VendorResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Writes to an account. Every upsert uses our record id in a unique property, so that it can be repeated. A single
 * upsert is a batch of one, because HubSpot has no other one. An upsert that conflicts with an existing record is
 * linked to that record. An account that is read too gets creates and updates by id instead.
 */
final class HubSpotWrites {

    static final int MAX_BATCH = 100;

    private final HubSpotApi api;
    private final HubSpotCreates creates;
    private final HubSpotUpdates updates;

    HubSpotWrites(HubSpotApi api, HubSpotRows rows) {
        this.api = api;
        this.creates = new HubSpotCreates(api, rows);
        this.updates = new HubSpotUpdates(api, rows);
    }

    Outcome write(Write write, CallScope scope) {
        return switch (write.operation()) {
            case UPSERT -> upsert(write, scope);
            case DELETE -> delete(write, scope);
            case CREATE, UPDATE -> Batch.only(writeAll(List.of(write), scope));
        };
    }

    List<Outcome> writeAll(List<Write> writes, CallScope scope) {
        Batch batch = new Batch(writes, MAX_BATCH);
        batch.send(batch.upserts(), upserts -> upsertAll(upserts, scope));
        batch.send(batch.creates(Write::inDoubt), unsure -> creates.createAll(unsure, scope));
        batch.send(batch.creates(write -> !write.inDoubt()), fresh -> creates.createAll(fresh, scope));
        batch.send(batch.updates(), known -> updates.updateAll(known, scope));
        batch.send(batch.deletes(), deletes -> deleteAll(deletes, scope));
        return batch.outcomes();
    }

    private Written upsert(Write write, CallScope scope) {
        VendorResponse response = api.upsertAll(List.of(write), scope);
        if (!hasRows(response)) {
            ConnectorException refused = HubSpotErrors.reason(response, write.toString());
            return linkIfConflict(write, response.json(), refused, scope);
        }
        return row(write, 0, new BatchRows(response.json(), api, 1), scope);
    }

    private List<Outcome> upsertAll(List<Write> writes, CallScope scope) {
        VendorResponse response = api.upsertAll(writes, scope);
        if (!hasRows(response)) {
            throw HubSpotErrors.reason(response, Batch.subject(writes));
        }
        BatchRows rows = new BatchRows(response.json(), api, writes.size());
        return IntStream.range(0, writes.size())
                .mapToObj(i -> Batch.row(() -> row(writes.get(i), i, rows, scope)))
                .toList();
    }

    static boolean hasRows(VendorResponse response) {
        return response.succeeded() && response.json().path("results").isArray();
    }

    private Written row(Write write, int index, BatchRows rows, CallScope scope) {
        Optional<JsonNode> result = rows.result(index, write.recordId());
        if (result.isPresent()) {
            return upserted(result.get());
        }
        JsonNode error = rows.error(index).orElseThrow(() -> HubSpotErrors.unreported(api.system(), write));
        return linkIfConflict(write, error, HubSpotErrors.rowReason(api.system(), error, write.toString()), scope);
    }

    private static Written upserted(JsonNode result) {
        Effect effect = result.path("new").asBoolean(false) ? Effect.CREATED : Effect.UPDATED;
        return new Written(HubSpotApi.id(result.path("id")), effect);
    }

    /** @param error the part of the answer in which HubSpot may name the conflicting record */
    private Written linkIfConflict(Write write, JsonNode error, ConnectorException refused, CallScope scope) {
        if (!HubSpotErrors.isConflict(refused)) {
            throw refused;
        }
        List<LinkCandidate> candidates = HubSpotErrors.existingId(error)
                .map(id -> named(write, id, scope))
                .orElseGet(() -> matching(write, scope));
        LinkCandidate candidate = LinkCandidate.toLink(write, candidates, refused);
        VendorResponse response = api.link(write, candidate.externalId(), scope);
        if (!response.json().has("id")) {
            throw candidate.unlinkable(linkReason(response, write));
        }
        return new Written(Optional.of(candidate.externalId()), Effect.LINKED);
    }

    private List<LinkCandidate> named(Write write, String id, CallScope scope) {
        VendorResponse response = api.get(write.object(), id, scope);
        if (!response.json().has("id")) {
            throw linkReason(response, write);
        }
        return List.of(new LinkCandidate(id, Optional.of(api.recordId(response.json()))));
    }

    private ConnectorException linkReason(VendorResponse response, Write write) {
        return HubSpotErrors.isNotFound(response)
                ? LinkCandidate.vanished(api.system(), write)
                : HubSpotErrors.reason(response, "the link for " + write);
    }

    private List<LinkCandidate> matching(Write write, CallScope scope) {
        return write
                .match()
                .map(match -> api.find(write.object(), match.field(), List.of(match.value()), scope))
                .orElse(List.of())
                .stream()
                .flatMap(record -> candidate(record).stream())
                .toList();
    }

    private Optional<LinkCandidate> candidate(JsonNode record) {
        return HubSpotApi.id(record.path("id")).map(id -> new LinkCandidate(id, Optional.of(api.recordId(record))));
    }

    /**
     * Deletes by the known id. If that record is gone, or if a lost answer may have named a newer record, the record is
     * looked up by our record id first.
     */
    private Written delete(Write write, CallScope scope) {
        Optional<String> known = write.externalId();
        if (!write.inDoubt() && known.filter(id -> archive(write, id, scope)).isPresent()) {
            return new Written(known, Effect.DELETED);
        }
        Optional<String> id = Optional.ofNullable(
                        idsFound(List.of(write), scope).get(write.recordId()))
                .or(() -> known.filter(older -> write.inDoubt()));
        boolean archived = id.filter(found -> archive(write, found, scope)).isPresent();
        return new Written(id.or(write::externalId), archived ? Effect.DELETED : Effect.ABSENT);
    }

    private boolean archive(Write write, String id, CallScope scope) {
        VendorResponse response = api.archive(write.object(), id, scope);
        boolean archived = response.status() == 204;
        if (archived || HubSpotErrors.isNotFound(response)) {
            return archived;
        }
        throw HubSpotErrors.reason(response, write.toString());
    }

    private List<Outcome> deleteAll(List<Write> writes, CallScope scope) {
        Map<String, String> ids = ids(writes, scope);
        if (!ids.isEmpty()) {
            archiveAll(writes, List.copyOf(ids.values()), scope);
        }
        return writes.stream().map(write -> deleted(write, ids)).toList();
    }

    private void archiveAll(List<Write> writes, List<String> ids, CallScope scope) {
        VendorResponse response = api.archiveAll(writes.getFirst().object(), ids, scope);
        if (response.status() != 204) {
            throw HubSpotErrors.reason(response, Batch.subject(writes));
        }
    }

    private static Outcome deleted(Write write, Map<String, String> ids) {
        Optional<String> id = Optional.ofNullable(ids.get(write.recordId()));
        return new Written(id, id.isPresent() ? Effect.DELETED : Effect.ABSENT);
    }

    /**
     * The ids from a look-up, or the known ids. HubSpot reports no error for an id that is already gone, so only the
     * look-up finds a record that was created later.
     */
    private Map<String, String> ids(List<Write> writes, CallScope scope) {
        Map<String, String> ids = new HashMap<>();
        writes.forEach(write -> write.externalId().ifPresent(id -> ids.put(write.recordId(), id)));
        List<Write> uncertain = writes.stream()
                .filter(write -> write.externalId().isEmpty() || write.inDoubt())
                .toList();
        if (!uncertain.isEmpty()) {
            ids.putAll(idsFound(uncertain, scope));
        }
        return ids;
    }

    private Map<String, String> idsFound(List<Write> writes, CallScope scope) {
        List<String> recordIds = writes.stream().map(Write::recordId).toList();
        Map<String, String> ids = new HashMap<>();
        for (JsonNode record : api.findOurs(writes.getFirst().object(), recordIds, scope)) {
            HubSpotApi.id(record.path("id")).ifPresent(id -> ids.put(api.recordId(record), id));
        }
        return ids;
    }
}
