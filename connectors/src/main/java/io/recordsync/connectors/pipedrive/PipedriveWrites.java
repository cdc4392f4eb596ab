package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.Batch;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.VendorResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes one record at a time. Pipedrive has no upsert and no unique fields. So before a record without a known id is
 * created, it is looked up by our record id in a custom field and by the rule's match.
 */
final class PipedriveWrites {

    /** Small enough for a batch to end before its lease expires, at four calls per create. */
    static final int MAX_BATCH = 10;

    private final PipedriveApi api;
    private final PipedriveFields fields;
    private final PipedriveLookUp lookUp;
    private final String recordIdField;

    PipedriveWrites(PipedriveApi api, PipedriveFields fields, PipedriveLookUp lookUp, String recordIdField) {
        this.api = api;
        this.fields = fields;
        this.lookUp = lookUp;
        this.recordIdField = recordIdField;
    }

    Written write(Write write, CallScope scope) {
        PipedriveObject object = PipedriveObject.named(write.object());
        return switch (write.operation()) {
            case UPSERT -> upsert(write, object, scope);
            case DELETE -> delete(write, object, scope);
            case CREATE, UPDATE -> throw ConnectorException.unsupported(api.system(), "be read");
        };
    }

    List<Outcome> writeAll(List<Write> writes, CallScope scope) {
        return Batch.oneByOne(writes, MAX_BATCH, write -> write(write, scope));
    }

    private Written upsert(Write write, PipedriveObject object, CallScope scope) {
        FieldCatalog catalog = fields.of(object, named(write), scope);
        WriteBody body = new WriteBody(write, catalog, recordIdField);
        return write.externalId()
                .flatMap(id -> updated(write, object, id, body, scope))
                .orElseGet(() -> lookedUp(write, catalog, body, scope));
    }

    private static Set<String> named(Write write) {
        Set<String> names = new LinkedHashSet<>(write.content().keySet());
        write.match().map(Write.Match::field).ifPresent(names::add);
        return names;
    }

    /**
     * Updates by the known id, with one call if the e-mail address and phone number have not changed. The answer
     * contains all of the person's addresses and numbers. Empty if the record is gone.
     */
    private Optional<Written> updated(Write write, PipedriveObject object, String id, WriteBody body, CallScope scope) {
        Optional<JsonNode> record = update(write, object, id, body.withoutEntries(), body, scope);
        Optional<JsonNode> whole = record.filter(held -> !body.entriesFor(held).isEmpty())
                .flatMap(held -> update(write, object, id, body.entriesFor(held), body, scope))
                .or(() -> record);
        return whole.map(held -> new Written(PipedriveApi.id(held), Effect.UPDATED));
    }

    private Optional<JsonNode> update(
            Write write,
            PipedriveObject object,
            String id,
            Map<String, @Nullable Object> content,
            WriteBody body,
            CallScope scope) {
        VendorResponse response = api.update(object, id, content, scope);
        if (PipedriveErrors.isGone(response)) {
            return Optional.empty();
        }
        return Optional.of(record(response, write, body))
                .filter(held -> !held.path("is_deleted").asBoolean(false));
    }

    private Written lookedUp(Write write, FieldCatalog catalog, WriteBody body, CallScope scope) {
        Candidates candidates = Candidates.of(write, catalog, recordIdField, lookUp, scope);
        Optional<JsonNode> own = candidates.own();
        if (own.isPresent()) {
            return written(write, catalog.object(), own.get(), body, Effect.UPDATED, scope);
        }
        return candidates
                .toLink()
                .map(like -> written(write, catalog.object(), like, body, Effect.LINKED, scope))
                .orElseGet(() -> created(write, catalog.object(), body, scope));
    }

    private Written created(Write write, PipedriveObject object, WriteBody body, CallScope scope) {
        VendorResponse response = api.create(object, body.forNewRecord(), scope);
        return new Written(PipedriveApi.id(record(response, write, body)), Effect.CREATED);
    }

    private Written written(
            Write write, PipedriveObject object, JsonNode record, WriteBody body, Effect effect, CallScope scope) {
        return PipedriveApi.id(record)
                .flatMap(id -> update(write, object, id, body.forRecord(record), body, scope))
                .map(held -> new Written(PipedriveApi.id(held), effect))
                .orElseThrow(() -> LinkCandidate.vanished(api.system(), write));
    }

    private static JsonNode record(VendorResponse response, Write write, WriteBody body) {
        JsonNode data = response.json().path("data");
        if (response.succeeded() && PipedriveApi.isRecord(data)) {
            return data;
        }
        throw PipedriveErrors.reason(response, write.toString(), body.names());
    }

    /**
     * Deletes by the known id. If that record is gone, deletes all records that carry our record id: a lost answer may
     * have named a newer one.
     */
    private Written delete(Write write, PipedriveObject object, CallScope scope) {
        if (write.externalId().filter(id -> deleted(write, object, id, scope)).isPresent()) {
            return new Written(write.externalId(), Effect.DELETED);
        }
        List<String> ids = carrying(write, object, scope).stream()
                .filter(id -> deleted(write, object, id, scope))
                .toList();
        return ids.isEmpty()
                ? new Written(write.externalId(), Effect.ABSENT)
                : new Written(Optional.of(ids.getFirst()), Effect.DELETED);
    }

    private List<String> carrying(Write write, PipedriveObject object, CallScope scope) {
        FieldCatalog catalog = fields.of(object, List.of(), scope);
        String key = catalog.recordId(recordIdField).code();
        List<JsonNode> found = lookUp.carrying(object, key, write.recordId(), scope);
        List<JsonNode> all = found.isEmpty() ? lookUp.newest(object, List.of(key), scope) : found;
        return all.stream()
                .filter(record -> PipedriveLookUp.isCustom(record, key, write.recordId()))
                .flatMap(record -> PipedriveApi.id(record).stream())
                .toList();
    }

    private boolean deleted(Write write, PipedriveObject object, String id, CallScope scope) {
        VendorResponse response = api.delete(object, id, scope);
        if (PipedriveErrors.isGone(response)) {
            return false;
        }
        PipedriveErrors.requireData(response, PipedriveApi::isRecord, write.toString());
        return true;
    }
}
