package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.Batch;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Gone;
import io.recordsync.connectors.Outcome.Refused;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Updates of single fields by Salesforce's ids, in an org that is read too. */
final class SalesforceUpdates {

    private final SalesforceApi api;
    private final SalesforceRows rows;

    SalesforceUpdates(SalesforceApi api, SalesforceRows rows) {
        this.api = api;
        this.rows = rows;
    }

    void send(Batch batch, CallScope scope) {
        batch.send(batch.updates(), updates -> updateAll(updates, scope));
        batch.send(batch.updates(write -> mayBeGone(batch, write)), left -> gone(batch, left, scope));
    }

    /** Updates as jobs. Which rows are gone is asked with a query for every 200. */
    void sendJobs(SalesforceBulk bulk, Batch batch, CallScope scope) {
        BulkKind kind = BulkKind.update();
        bulk.parts(kind, batch.updates())
                .forEach(part -> batch.send(part, updates -> bulk.run(kind, updates, this::refused, scope)));
        SalesforceWrites.inBatches(batch.updates(write -> mayBeGone(batch, write)))
                .forEach(part -> batch.send(part, left -> gone(batch, left, scope)));
    }

    private List<Outcome> refused(List<RefusedRow> rows) {
        return rows.stream()
                .map(row -> (Outcome) new Refused(SalesforceErrors.jobRefusal(api.system(), row.error(), row.write())))
                .toList();
    }

    private List<Outcome> updateAll(List<Write> updates, CallScope scope) {
        List<JsonNode> answers = SalesforceWrites.rows(api.updateAll(updates, scope), updates);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < updates.size(); i++) {
            outcomes.add(outcome(updates.get(i), answers.get(i)));
        }
        return outcomes;
    }

    private Outcome outcome(Write write, JsonNode answer) {
        return SalesforceWrites.isSuccess(answer)
                ? new Written(write.externalId(), Effect.UPDATED)
                : new Refused(SalesforceErrors.refusal(api.system(), answer, write));
    }

    private static boolean mayBeGone(Batch batch, Write write) {
        return batch.refusal(write).filter(SalesforceErrors::isGone).isPresent();
    }

    /**
     * Asks with one query which of the rows are there. The same errors are given for a deleted record that a field
     * refers to; and only a query says into which row a row was merged.
     */
    private List<Outcome> gone(Batch batch, List<Write> updates, CallScope scope) {
        List<String> ids = updates.stream().map(SalesforceUpdates::id).toList();
        Map<String, ReadRecord> found = rows.byIds(updates.getFirst().object(), List.of(), ids, scope).stream()
                .collect(Collectors.toMap(ReadRecord::externalId, Function.identity()));
        return updates.stream()
                .map(write -> gone(batch, write, Optional.ofNullable(found.get(id(write)))))
                .toList();
    }

    private static Outcome gone(Batch batch, Write write, Optional<ReadRecord> found) {
        return found.filter(row -> !row.deleted()).isPresent()
                ? new Refused(batch.refusal(write).orElseThrow())
                : new Gone(found.flatMap(ReadRecord::mergedInto));
    }

    private static String id(Write write) {
        return write.externalId().orElseThrow();
    }
}
