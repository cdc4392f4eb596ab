package io.recordsync.connectors.hubspot;

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
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Creates in an account that is read too. HubSpot itself refuses a create that meets a row with our record id or with
 * the e-mail address of a contact; rows that match in another property are searched for before. Only after a write
 * without an answer, the row with our record id is the record's own, and is written by an upsert.
 */
final class HubSpotCreates {

    private final HubSpotApi api;
    private final HubSpotRows rows;

    HubSpotCreates(HubSpotApi api, HubSpotRows rows) {
        this.api = api;
        this.rows = rows;
    }

    /** @param creates all of them in doubt, or none */
    List<Outcome> createAll(List<Write> creates, CallScope scope) {
        return MatchingRow.createAll(
                creates,
                (property, writes) -> rows.matching(property, writes, scope),
                matched -> matched.stream()
                        .map(write -> Batch.row(() -> met(write, scope)))
                        .toList(),
                free -> send(free, scope));
    }

    private Linked met(Write write, CallScope scope) {
        return new Linked(
                LinkCandidate.met(write, rows.searched(write, scope), LinkCandidate.matched(api.system(), write)));
    }

    private List<Outcome> send(List<Write> creates, CallScope scope) {
        VendorResponse response =
                creates.getFirst().inDoubt() ? api.upsertAll(creates, scope) : api.createAll(creates, scope);
        if (HubSpotWrites.hasRows(response)) {
            BatchRows answers = new BatchRows(response.json(), api, creates.size());
            return IntStream.range(0, creates.size())
                    .mapToObj(i -> Batch.row(() -> created(creates.get(i), i, answers, scope)))
                    .toList();
        }
        if (creates.size() > 1) {
            throw HubSpotErrors.reason(response, Batch.subject(creates));
        }
        Write write = creates.getFirst();
        ConnectorException refused = HubSpotErrors.refusal(response, write);
        return List.of(met(write, response.json(), refused, scope));
    }

    private Outcome created(Write write, int index, BatchRows answers, CallScope scope) {
        Optional<JsonNode> result = answers.result(index, write.recordId());
        if (result.isPresent()) {
            return created(write, result.get());
        }
        JsonNode error = answers.error(index).orElseThrow(() -> HubSpotErrors.unreported(api.system(), write));
        return met(write, error, HubSpotErrors.rowRefusal(api.system(), error, write), scope);
    }

    /** Only an upsert says whether it has created the record. */
    private Written created(Write write, JsonNode result) {
        Effect effect = result.path("new").asBoolean(true) ? Effect.CREATED : Effect.UPDATED;
        return new Written(HubSpotApi.id(result.path("id")), effect, rows.shown(write, result));
    }

    /** @param error the part of the answer in which HubSpot may name the row that the create has met */
    private Linked met(Write write, JsonNode error, ConnectorException refused, CallScope scope) {
        if (!HubSpotErrors.isDuplicate(error)) {
            throw refused;
        }
        return new Linked(LinkCandidate.met(write, rows.like(write, HubSpotErrors.duplicate(error), scope), refused));
    }
}
