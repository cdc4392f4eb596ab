package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.Batch;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Gone;
import io.recordsync.connectors.Outcome.Linked;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
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
 * created, it is looked up by our record id in a custom field and by the rule's match. Only an update makes no look-up:
 * if its record is gone, it is not made.
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

    Outcome write(Write write, CallScope scope) {
        PipedriveObject object = PipedriveObject.named(write.object());
        return switch (write.operation()) {
            case UPSERT -> upsert(write, object, scope);
            case CREATE -> create(write, object, scope);
            case UPDATE -> update(write, object, scope);
            case DELETE -> delete(write, object, scope);
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

    /** Writes to no record that exists, except to the one that an earlier attempt made. */
    private Outcome create(Write write, PipedriveObject object, CallScope scope) {
        FieldCatalog catalog = fields.of(object, named(write), scope);
        WriteBody body = new WriteBody(write, catalog, recordIdField);
        Optional<JsonNode> met =
                Candidates.of(write, catalog, recordIdField, lookUp, scope).met();
        if (met.isEmpty()) {
            return created(write, catalog, body, scope);
        }
        return write.mayHaveMade(readRecord(write, catalog, met.get()))
                ? written(write, catalog, met.get(), body, Effect.UPDATED, scope)
                : linked(write, catalog, met.get(), body, scope);
    }

    /** Reads the record as a whole: what a look-up returns has only the custom fields that it compares. */
    private Linked linked(Write write, FieldCatalog catalog, JsonNode met, WriteBody body, CallScope scope) {
        String id = met.path("id").asString();
        VendorResponse response = get(write, catalog, id, scope);
        if (gone(response, id).isPresent()) {
            throw LinkCandidate.vanished(api.system(), write);
        }
        return new Linked(readRecord(write, catalog, record(response, write, body)));
    }

    /**
     * Makes one call, or two if the e-mail address or phone number is written: a list is replaced as a whole, so its
     * other entries are read first. A list that has the wanted primary entry already is not sent.
     */
    private Outcome update(Write write, PipedriveObject object, CallScope scope) {
        FieldCatalog catalog = fields.of(object, write.content().keySet(), scope);
        WriteBody body = new WriteBody(write, catalog, recordIdField);
        String id = write.externalId().orElseThrow();
        if (!body.hasEntries()) {
            return update(write, catalog, id, body.withoutEntries(), body, scope);
        }
        VendorResponse response = get(write, catalog, id, scope);
        Optional<Gone> gone = gone(response, id);
        if (gone.isPresent()) {
            return gone.get();
        }
        JsonNode held = record(response, write, body);
        Map<String, @Nullable Object> content = body.forRecord(held);
        return content.isEmpty()
                ? written(write, catalog, held, Effect.UPDATED)
                : update(write, catalog, id, content, body, scope);
    }

    private Outcome update(
            Write write,
            FieldCatalog catalog,
            String id,
            Map<String, @Nullable Object> content,
            WriteBody body,
            CallScope scope) {
        VendorResponse response = api.update(catalog.object(), id, content, scope);
        return gone(response, id)
                .<Outcome>map(gone -> gone)
                .orElseGet(() -> written(write, catalog, record(response, write, body), Effect.UPDATED));
    }

    private VendorResponse get(Write write, FieldCatalog catalog, String id, CallScope scope) {
        return api.get(
                catalog.object(),
                id,
                catalog.keys(recordIdField, write.content().keySet()),
                scope);
    }

    /** Whether there is no such record, it is marked as deleted, or the answer is for the one it was merged into. */
    private static Optional<Gone> gone(VendorResponse response, String id) {
        JsonNode record = response.json().path("data");
        if (PipedriveErrors.isGone(response) || PipedriveContent.isDeleted(record)) {
            return Optional.of(new Gone(Optional.empty()));
        }
        return PipedriveApi.id(record).filter(other -> !other.equals(id)).map(other -> new Gone(Optional.of(other)));
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
        Optional<JsonNode> record = patched(write, object, id, body.withoutEntries(), body, scope);
        Optional<JsonNode> whole = record.filter(held -> !body.entriesFor(held).isEmpty())
                .flatMap(held -> patched(write, object, id, body.entriesFor(held), body, scope))
                .or(() -> record);
        return whole.map(held -> new Written(PipedriveApi.id(held), Effect.UPDATED));
    }

    private Optional<JsonNode> patched(
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
        return Optional.of(record(response, write, body)).filter(held -> !PipedriveContent.isDeleted(held));
    }

    private Written lookedUp(Write write, FieldCatalog catalog, WriteBody body, CallScope scope) {
        Candidates candidates = Candidates.of(write, catalog, recordIdField, lookUp, scope);
        Optional<JsonNode> own = candidates.own();
        if (own.isPresent()) {
            return written(write, catalog, own.get(), body, Effect.UPDATED, scope);
        }
        return candidates
                .toLink()
                .map(like -> written(write, catalog, like, body, Effect.LINKED, scope))
                .orElseGet(() -> created(write, catalog, body, scope));
    }

    private Written created(Write write, FieldCatalog catalog, WriteBody body, CallScope scope) {
        VendorResponse response = api.create(catalog.object(), body.forNewRecord(), scope);
        return written(write, catalog, record(response, write, body), Effect.CREATED);
    }

    private Written written(
            Write write, FieldCatalog catalog, JsonNode record, WriteBody body, Effect effect, CallScope scope) {
        return PipedriveApi.id(record)
                .flatMap(id -> patched(write, catalog.object(), id, body.forRecord(record), body, scope))
                .map(held -> written(write, catalog, held, effect))
                .orElseThrow(() -> LinkCandidate.vanished(api.system(), write));
    }

    /** The outcome shows the record, except that of an upsert: the system is then not read. */
    private Written written(Write write, FieldCatalog catalog, JsonNode record, Effect effect) {
        return new Written(
                PipedriveApi.id(record),
                effect,
                write.operation() == Operation.UPSERT
                        ? Optional.empty()
                        : Optional.of(readRecord(write, catalog, record)));
    }

    private ReadRecord readRecord(Write write, FieldCatalog catalog, JsonNode record) {
        return PipedriveContent.readRecord(
                record, catalog, recordIdField, write.content().keySet());
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
