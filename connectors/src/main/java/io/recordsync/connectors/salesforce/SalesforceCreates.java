package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.Batch;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.MatchingRow;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Linked;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.VendorResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Creates in an org that is read too. A create is no upsert, because an upsert writes over the row that carries the
 * external id. Only after a write without an answer, that row is the record's own, and is written by an upsert.
 */
final class SalesforceCreates {

    private final SalesforceApi api;
    private final QueryApi queries;
    private final SalesforceRows rows;

    SalesforceCreates(SalesforceApi api, QueryApi queries, SalesforceRows rows) {
        this.api = api;
        this.queries = queries;
        this.rows = rows;
    }

    /** @param creates all of them in doubt, or none */
    List<Outcome> createAll(List<Write> creates, CallScope scope) {
        return createAll(creates, free -> send(free, scope), scope);
    }

    private List<Outcome> createAll(List<Write> creates, Function<List<Write>, List<Outcome>> send, CallScope scope) {
        return MatchingRow.createAll(
                creates,
                (field, writes) -> matching(field, writes, scope),
                matched -> meet(matched.stream().map(this::matched).toList(), scope),
                send);
    }

    /** Creates of which none is in doubt, as jobs that insert. */
    void sendJobs(SalesforceBulk bulk, Batch batch, CallScope scope) {
        BulkKind kind = BulkKind.insert(api.externalIdField());
        bulk.parts(kind, batch.creates(write -> !write.inDoubt()))
                .forEach(part -> batch.send(part, creates -> createJob(bulk, kind, creates, scope)));
    }

    private List<Outcome> createJob(SalesforceBulk bulk, BulkKind kind, List<Write> creates, CallScope scope) {
        return createAll(creates, free -> bulk.run(kind, free, refused -> refusedOfJob(refused, scope), scope), scope);
    }

    private List<Outcome> refusedOfJob(List<RefusedRow> rows, CallScope scope) {
        return refused(
                rows.stream()
                        .map(row -> new Meeting(
                                row.write(),
                                SalesforceErrors.jobRefusal(api.system(), row.error(), row.write()),
                                SalesforceErrors.jobDuplicates(row.error())))
                        .toList(),
                scope);
    }

    private Meeting matched(Write create) {
        return new Meeting(create, LinkCandidate.matched(api.system(), create), List.of());
    }

    /** Rows that match are found with one query for each field, so that no create depends on the org's rules. */
    private List<MatchingRow> matching(String field, List<Write> creates, CallScope scope) {
        return queries.matching(field, creates, scope).stream()
                .map(record -> new MatchingRow(SalesforceRows.field(record, field), api.externalId(record)))
                .toList();
    }

    private List<Outcome> send(List<Write> creates, CallScope scope) {
        VendorResponse response =
                creates.getFirst().inDoubt() ? api.upsertAll(creates, scope) : api.createAll(creates, scope);
        List<JsonNode> answers = SalesforceWrites.rows(response, creates);
        List<Outcome> outcomes = new ArrayList<>(creates.size());
        List<Meeting> refused = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            Write write = creates.get(i);
            JsonNode answer = answers.get(i);
            if (!SalesforceWrites.isSuccess(answer)) {
                refused.add(new Meeting(
                        write,
                        SalesforceErrors.refusal(api.system(), answer, write),
                        SalesforceErrors.duplicates(answer)));
            }
        }
        Iterator<Outcome> met = refused(refused, scope).iterator();
        answers.forEach(answer -> outcomes.add(SalesforceWrites.isSuccess(answer) ? created(answer) : met.next()));
        return outcomes;
    }

    /** Only an upsert says whether it has created the record. */
    private static Outcome created(JsonNode answer) {
        Effect effect = answer.path("created").asBoolean(true) ? Effect.CREATED : Effect.UPDATED;
        return new Written(SalesforceApi.id(answer, "id"), effect);
    }

    /** Those that are refused as duplicates meet the rows that they duplicate. */
    private List<Outcome> refused(List<Meeting> refused, CallScope scope) {
        List<Meeting> duplicates = refused.stream()
                .filter(one -> SalesforceErrors.isDuplicate(one.refused()))
                .toList();
        Iterator<Outcome> met = meet(duplicates, scope).iterator();
        return refused.stream()
                .map(one ->
                        SalesforceErrors.isDuplicate(one.refused()) ? met.next() : new Outcome.Refused(one.refused()))
                .toList();
    }

    /** The rows of at most 200 creates are asked for together. */
    private List<Outcome> meet(List<Meeting> creates, CallScope scope) {
        List<Outcome> outcomes = new ArrayList<>(creates.size());
        for (int from = 0; from < creates.size(); from += SalesforceWrites.MAX_BATCH) {
            List<Meeting> some = creates.subList(from, Math.min(creates.size(), from + SalesforceWrites.MAX_BATCH));
            List<Write> writes = some.stream().map(Meeting::create).toList();
            outcomes.addAll(Batch.rows(writes, () -> {
                List<JsonNode> found = queries.rowsLike(some, scope);
                return some.stream().map(one -> met(one, found)).toList();
            }));
        }
        return outcomes;
    }

    private Outcome met(Meeting one, List<JsonNode> found) {
        return Batch.row(() -> new Linked(LinkCandidate.met(one.create(), rows.met(one, found), one.refused())));
    }
}
