package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.Batch;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.VendorResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Writes to an org. Every upsert uses our record id in an external-id field, so that it can be repeated. An upsert that
 * the org's duplicate rule refuses is linked to the record that it duplicates. An org that is read too gets creates and
 * updates by id instead.
 */
final class SalesforceWrites {

    static final int MAX_BATCH = 200;
    private static final int MAX_MATCHES = 50;

    private final SalesforceApi api;
    private final QueryApi queries;
    private final SalesforceCreates creates;
    private final SalesforceUpdates updates;
    private final SalesforceBulk bulk;
    private final BulkKind upsertJob;

    SalesforceWrites(SalesforceApi api, QueryApi queries, SalesforceRows rows) {
        this.api = api;
        this.queries = queries;
        this.creates = new SalesforceCreates(api, queries, rows);
        this.updates = new SalesforceUpdates(api, rows);
        this.bulk = new SalesforceBulk(new BulkApi(api));
        this.upsertJob = BulkKind.upsert(api.externalIdField());
    }

    /** If a record id is not safe in an address, the write is sent in a body, as a collection of one. */
    Outcome write(Write write, CallScope scope) {
        if (!SalesforceApi.fitsAPath(write.recordId())) {
            return Batch.only(writeAll(List.of(write), scope));
        }
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
        updates.send(batch, scope);
        batch.send(batch.deletes(SalesforceWrites::hasId), known -> deleteAll(known, knownIds(known), scope));
        batch.send(
                batch.deletes(write -> remains(batch, write)), left -> deleteAll(left, idsFound(left, scope), scope));
        return batch.outcomes();
    }

    /**
     * Upserts, creates and updates are sent as one Bulk API 2.0 job each, with further calls only for rows that match,
     * are linked or may be gone. Deletes, and creates that may have been made already, are sent as collections.
     */
    List<Outcome> writeJob(List<Write> writes, CallScope scope) {
        Batch batch = new Batch(writes, SalesforceBulk.MAX_JOB);
        bulk.parts(upsertJob, batch.upserts()).forEach(part -> batch.send(part, rows -> upsertJob(rows, scope)));
        inBatches(batch.creates(Write::inDoubt)).forEach(part -> batch.send(part, rows -> writeAll(rows, scope)));
        creates.sendJobs(bulk, batch, scope);
        updates.sendJobs(bulk, batch, scope);
        inBatches(batch.deletes()).forEach(part -> batch.send(part, rows -> writeAll(rows, scope)));
        return batch.outcomes();
    }

    private List<Outcome> upsertJob(List<Write> writes, CallScope scope) {
        return bulk.run(
                upsertJob,
                writes,
                refused -> refused.stream().map(row -> linkedRow(row, scope)).toList(),
                scope);
    }

    private Outcome linkedRow(RefusedRow row, CallScope scope) {
        Write write = row.write();
        return linked(write, SalesforceErrors.jobRowReason(api.system(), row.error(), write.toString()), scope);
    }

    void endJob(String job, CallScope scope) {
        bulk.end(job, scope);
    }

    static List<List<Write>> inBatches(List<Write> writes) {
        return IntStream.iterate(0, from -> from < writes.size(), from -> from + MAX_BATCH)
                .mapToObj(from -> writes.subList(from, Math.min(writes.size(), from + MAX_BATCH)))
                .toList();
    }

    private Written upsert(Write write, CallScope scope) {
        VendorResponse response = api.upsert(write, scope);
        if (response.status() == 204 || isSuccess(response.json())) {
            return upserted(response, write);
        }
        return linkIfDuplicate(write, SalesforceErrors.reason(response, write.toString()), scope);
    }

    private static Written upserted(VendorResponse response, Write write) {
        Effect effect = response.status() == 201 ? Effect.CREATED : Effect.UPDATED;
        return new Written(id(response.json(), write), effect);
    }

    private static Optional<String> id(JsonNode json, Write write) {
        return SalesforceApi.id(json, "id").or(write::externalId);
    }

    private Written linkIfDuplicate(Write write, ConnectorException refused, CallScope scope) {
        if (!SalesforceErrors.isDuplicate(refused)) {
            throw refused;
        }
        LinkCandidate candidate = LinkCandidate.toLink(write, matching(write, scope), refused);
        VendorResponse response = api.link(write, candidate.externalId(), scope);
        if (response.status() != 204 && !isSuccess(response.json())) {
            throw candidate.unlinkable(linkReason(response, write));
        }
        return new Written(Optional.of(candidate.externalId()), Effect.LINKED);
    }

    private List<LinkCandidate> matching(Write write, CallScope scope) {
        return write
                .match()
                .map(match -> queries.find(write.object(), match.field(), match.value(), MAX_MATCHES, scope))
                .orElse(List.of())
                .stream()
                .flatMap(record -> candidate(record).stream())
                .toList();
    }

    private Optional<LinkCandidate> candidate(JsonNode record) {
        return SalesforceApi.id(record, "Id").map(id -> new LinkCandidate(id, Optional.of(api.externalId(record))));
    }

    private ConnectorException linkReason(VendorResponse response, Write write) {
        return api.isGone(response)
                ? LinkCandidate.vanished(api.system(), write)
                : SalesforceErrors.reason(response, "the link for " + write);
    }

    /**
     * Deletes by the known id, and if that record is gone, by our record id: a lost answer may have named a newer
     * record.
     */
    private Written delete(Write write, CallScope scope) {
        Optional<String> id = write.externalId();
        boolean deleted = id.isPresent() && isDeleted(api.deleteById(write, id.get(), scope), write)
                || isDeleted(api.deleteByExternalId(write, scope), write);
        return new Written(id, deleted ? Effect.DELETED : Effect.ABSENT);
    }

    private boolean isDeleted(VendorResponse response, Write write) {
        boolean deleted = response.status() == 204;
        if (deleted || api.isGone(response)) {
            return deleted;
        }
        throw SalesforceErrors.reason(response, write.toString());
    }

    private List<Outcome> upsertAll(List<Write> writes, CallScope scope) {
        List<JsonNode> rows = rows(api.upsertAll(writes, scope), writes);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            outcomes.add(upsertedRow(rows.get(i), writes.get(i), scope));
        }
        return outcomes;
    }

    private Outcome upsertedRow(JsonNode row, Write write, CallScope scope) {
        if (isSuccess(row)) {
            return new Written(id(row, write), row.path("created").asBoolean(false) ? Effect.CREATED : Effect.UPDATED);
        }
        ConnectorException refused = SalesforceErrors.rowReason(api.system(), row, write.toString());
        return linked(write, refused, scope);
    }

    private Outcome linked(Write write, ConnectorException refused, CallScope scope) {
        return Batch.row(() -> linkIfDuplicate(write, refused, scope));
    }

    private static boolean hasId(Write write) {
        return write.externalId().isPresent();
    }

    private static boolean remains(Batch batch, Write write) {
        return !hasId(write) || batch.hasEffect(write, Effect.ABSENT);
    }

    private static Map<String, String> knownIds(List<Write> writes) {
        return writes.stream()
                .collect(Collectors.toMap(
                        Write::recordId, write -> write.externalId().orElseThrow()));
    }

    private Map<String, String> idsFound(List<Write> writes, CallScope scope) {
        List<String> recordIds = writes.stream().map(Write::recordId).toList();
        return queries.idsOf(writes.getFirst().object(), recordIds, scope);
    }

    /** @param ids the ids of the existing records, by record id */
    private List<Outcome> deleteAll(List<Write> writes, Map<String, String> ids, CallScope scope) {
        List<Write> existing = writes.stream()
                .filter(write -> ids.containsKey(write.recordId()))
                .toList();
        Map<String, Outcome> outcomes = new HashMap<>();
        writes.forEach(write -> outcomes.put(write.recordId(), new Written(write.externalId(), Effect.ABSENT)));
        if (!existing.isEmpty()) {
            outcomes.putAll(deleteExisting(existing, ids, scope));
        }
        return writes.stream().map(write -> outcomes.get(write.recordId())).toList();
    }

    private Map<String, Outcome> deleteExisting(List<Write> existing, Map<String, String> ids, CallScope scope) {
        List<String> sent =
                existing.stream().map(write -> ids.get(write.recordId())).toList();
        List<JsonNode> rows = rows(api.deleteAll(sent, scope), existing);
        Map<String, Outcome> outcomes = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            outcomes.put(existing.get(i).recordId(), deletedRow(rows.get(i), existing.get(i), sent.get(i)));
        }
        return outcomes;
    }

    private Outcome deletedRow(JsonNode row, Write write, String id) {
        if (isSuccess(row) || SalesforceErrors.isGoneRow(row)) {
            return new Written(Optional.of(id), isSuccess(row) ? Effect.DELETED : Effect.ABSENT);
        }
        return new Outcome.Refused(SalesforceErrors.rowReason(api.system(), row, write.toString()));
    }

    /** The rows of the answer to a collection, one for each write. */
    static List<JsonNode> rows(VendorResponse response, List<Write> writes) {
        List<JsonNode> rows = response.json().valueStream().toList();
        if (response.status() != 200 || rows.size() != writes.size()) {
            throw SalesforceErrors.reason(response, Batch.subject(writes));
        }
        return rows;
    }

    static boolean isSuccess(JsonNode json) {
        return json.path("success").asBoolean(false);
    }
}
