package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.Batch;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.MatchingRow;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Linked;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.VendorResponse;
import java.util.ArrayList;
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
                write -> met(write, LinkCandidate.matched(api.system(), write), List.of(), scope),
                send);
    }

    /** Creates of which none is in doubt, as jobs that insert. */
    void sendJobs(SalesforceBulk bulk, Batch batch, CallScope scope) {
        BulkKind kind = BulkKind.insert(api.externalIdField());
        bulk.parts(kind, batch.creates(write -> !write.inDoubt()))
                .forEach(part -> batch.send(part, creates -> createJob(bulk, kind, creates, scope)));
    }

    private List<Outcome> createJob(SalesforceBulk bulk, BulkKind kind, List<Write> creates, CallScope scope) {
        return createAll(
                creates, free -> bulk.run(kind, free, (write, error) -> refused(write, error, scope), scope), scope);
    }

    private Outcome refused(Write write, String error, CallScope scope) {
        ConnectorException refused = SalesforceErrors.jobRefusal(api.system(), error, write);
        return refused(write, refused, SalesforceErrors.jobDuplicates(error), scope);
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
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < creates.size(); i++) {
            outcomes.add(created(creates.get(i), answers.get(i), scope));
        }
        return outcomes;
    }

    /** Only an upsert says whether it has created the record. */
    private Outcome created(Write write, JsonNode answer, CallScope scope) {
        if (SalesforceWrites.isSuccess(answer)) {
            Effect effect = answer.path("created").asBoolean(true) ? Effect.CREATED : Effect.UPDATED;
            return new Written(SalesforceApi.id(answer, "id"), effect);
        }
        ConnectorException refused = SalesforceErrors.refusal(api.system(), answer, write);
        return refused(write, refused, SalesforceErrors.duplicates(answer), scope);
    }

    private Outcome refused(Write write, ConnectorException refused, List<String> duplicates, CallScope scope) {
        return SalesforceErrors.isDuplicate(refused)
                ? met(write, refused, duplicates, scope)
                : new Outcome.Refused(refused);
    }

    /** @param ids the ids of the rows that the org itself has named as duplicates */
    private Outcome met(Write write, ConnectorException refused, List<String> ids, CallScope scope) {
        return Batch.row(() -> new Linked(LinkCandidate.met(write, rows.like(write, ids, scope), refused)));
    }
}
