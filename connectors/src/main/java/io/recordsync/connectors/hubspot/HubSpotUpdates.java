package io.recordsync.connectors.hubspot;

import io.recordsync.connectors.Batch;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Gone;
import io.recordsync.connectors.Outcome.Refused;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.VendorResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Updates of single properties by HubSpot's ids, in an account that is read too. */
final class HubSpotUpdates {

    private final HubSpotApi api;
    private final HubSpotRows rows;

    HubSpotUpdates(HubSpotApi api, HubSpotRows rows) {
        this.api = api;
        this.rows = rows;
    }

    List<Outcome> updateAll(List<Write> updates, CallScope scope) {
        VendorResponse response = api.updateAll(updates, scope);
        if (HubSpotWrites.hasRows(response)) {
            BatchRows answers = new BatchRows(response.json(), api, updates.size());
            return IntStream.range(0, updates.size())
                    .mapToObj(i -> Batch.row(() -> updated(updates.get(i), i, answers)))
                    .toList();
        }
        if (updates.size() > 1) {
            throw HubSpotErrors.reason(response, Batch.subject(updates));
        }
        return List.of(gone(updates.getFirst(), response, scope));
    }

    private Outcome updated(Write write, int index, BatchRows answers) {
        String id = id(write);
        Optional<JsonNode> result = answers.resultById(index, id);
        if (result.isPresent()) {
            return updated(write, result.get());
        }
        JsonNode error = answers.errorById(index, id).orElseThrow(() -> HubSpotErrors.unreported(api.system(), write));
        return HubSpotErrors.isNotFoundRow(error)
                ? new Gone(Optional.empty())
                : new Refused(HubSpotErrors.rowRefusal(api.system(), error, write));
    }

    /** If the row was merged, HubSpot writes to the row that is left, and answers with that row. */
    private Outcome updated(Write write, JsonNode result) {
        String written = rows.id(result);
        return written.equals(id(write))
                ? new Written(Optional.of(written), Effect.UPDATED, rows.shown(write, result))
                : new Gone(Optional.of(written));
    }

    /** A 404 for a single row may also be about the object or the address, so the row is looked up. */
    private Gone gone(Write write, VendorResponse response, CallScope scope) {
        ConnectorException refused = HubSpotErrors.refusal(response, write);
        if (!HubSpotErrors.isNotFound(response)) {
            throw refused;
        }
        List<ReadRecord> found = rows.byIds(write.object(), List.of(), List.of(id(write)), scope);
        if (found.stream().anyMatch(row -> !row.deleted())) {
            throw refused;
        }
        return new Gone(found.stream().findFirst().flatMap(ReadRecord::mergedInto));
    }

    private static String id(Write write) {
        return write.externalId().orElseThrow();
    }
}
