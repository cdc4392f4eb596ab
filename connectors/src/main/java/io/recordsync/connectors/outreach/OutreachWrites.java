package io.recordsync.connectors.outreach;

import io.recordsync.connectors.Batch;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Writes one record at a time. A record with a known id is updated by it. Any other record is looked up, and created if
 * none is found, so that the next attempt finds a record whose create was not answered. Only an update makes no
 * look-up: if its record is gone, it is not made. Outreach has no upsert, and no batch with an outcome per row.
 */
final class OutreachWrites {

    static final int MAX_BATCH = 10;

    private final OutreachApi api;
    private final OutreachLookUp lookUp;

    OutreachWrites(OutreachApi api) {
        this.api = api;
        this.lookUp = new OutreachLookUp(api);
    }

    Outcome write(Write write, CallScope scope) {
        OutreachObject object = OutreachObject.of(write.object());
        return switch (write.operation()) {
            case UPSERT -> upsert(object, write, scope);
            case CREATE -> linkedOrCreated(object, write, scope);
            case UPDATE -> update(object, write, scope);
            case DELETE -> delete(object, write, scope);
        };
    }

    List<Outcome> writeAll(List<Write> writes, CallScope scope) {
        return Batch.oneByOne(writes, MAX_BATCH, write -> write(write, scope));
    }

    private Outcome upsert(OutreachObject object, Write write, CallScope scope) {
        return write.externalId()
                .<Outcome>flatMap(id -> updated(object, write, id, scope))
                .orElseGet(() -> linkedOrCreated(object, write, scope));
    }

    /**
     * Makes one call, or two if a list is written: a list is replaced as a whole, so its other entries are read first.
     * Lists that have the wanted first entries already are not sent.
     */
    private Outcome update(OutreachObject object, Write write, CallScope scope) {
        String id = write.externalId().orElseThrow();
        Map<String, @Nullable Object> attributes = OutreachAttributes.single(write, object);
        if (!OutreachAttributes.hasLists(write)) {
            return update(object, write, id, attributes, scope);
        }
        VendorResponse response = api.get(object, id, scope);
        Optional<Gone> gone = gone(response, id);
        if (gone.isPresent()) {
            return gone.get();
        }
        JsonNode held = saved(response, write);
        attributes.putAll(OutreachAttributes.changedLists(write, held));
        return attributes.isEmpty()
                ? new Written(write.externalId(), Effect.UPDATED, shown(object, write, held))
                : update(object, write, id, attributes, scope);
    }

    private Outcome update(OutreachObject object, Write write, String id, Map<String, ?> attributes, CallScope scope) {
        VendorResponse response = api.update(object, id, attributes, scope);
        return gone(response, id)
                .<Outcome>map(gone -> gone)
                .orElseGet(() ->
                        new Written(write.externalId(), Effect.UPDATED, shown(object, write, saved(response, write))));
    }

    /** Whether there is no such resource, it is marked as deleted, or the answer is for the one it was merged into. */
    private static Optional<Gone> gone(VendorResponse response, String id) {
        JsonNode resource = response.json().path("data");
        if (OutreachErrors.isNotFound(response) || OutreachAttributes.isTrashed(resource)) {
            return Optional.of(new Gone(Optional.empty()));
        }
        return OutreachApi.id(resource).filter(other -> !other.equals(id)).map(other -> new Gone(Optional.of(other)));
    }

    /**
     * Usually makes one call. Its answer contains the lists; they are written with a second call only if the first
     * entry of one must change. Empty if the record is gone.
     */
    private Optional<Written> updated(OutreachObject object, Write write, String id, CallScope scope) {
        VendorResponse response = api.update(object, id, OutreachAttributes.single(write, object), scope);
        if (OutreachErrors.isNotFound(response)) {
            return Optional.empty();
        }
        Map<String, List<String>> lists = OutreachAttributes.changedLists(write, saved(response, write));
        if (!lists.isEmpty()) {
            saveLists(object, write, id, lists, scope);
        }
        return Optional.of(new Written(Optional.of(id), Effect.UPDATED));
    }

    private void saveLists(
            OutreachObject object, Write write, String id, Map<String, List<String>> lists, CallScope scope) {
        VendorResponse response = api.update(object, id, lists, scope);
        try {
            saved(response, write);
        } catch (ConnectorException e) {
            throw OutreachErrors.isEmailTaken(e) ? nameTheOther(object, write, e, scope) : e;
        }
    }

    private ConnectorException nameTheOther(
            OutreachObject object, Write write, ConnectorException refused, CallScope scope) {
        return lookUp.candidates(object, write, scope).stream()
                .findFirst()
                .map(other -> other.unlinkable(refused))
                .orElse(refused);
    }

    private Outcome linkedOrCreated(OutreachObject object, Write write, CallScope scope) {
        requireAWayBack(object, write);
        List<JsonNode> records = lookUp.records(object, write, scope);
        return records.isEmpty()
                ? created(object, write, scope)
                : existing(object, write, records, matched(write), scope);
    }

    /**
     * Refuses a write whose record could not be found again: after a lost answer, the next attempt would create a
     * second record.
     */
    private static void requireAWayBack(OutreachObject object, Write write) {
        if (!object.isFoundByRecordId() && OutreachLookUp.match(write).isEmpty()) {
            throw ConnectorException.refused(
                    "NO_MATCH",
                    ("%s was not sent to Outreach, because a new prospect needs an e-mail address by which it can"
                                    + " be found again. Give the record one at the source, then retry.")
                            .formatted(write));
        }
    }

    private Outcome created(OutreachObject object, Write write, CallScope scope) {
        Map<String, @Nullable Object> attributes = OutreachAttributes.single(write, object);
        attributes.putAll(OutreachAttributes.changedLists(write, MissingNode.getInstance()));
        attributes.values().removeIf(value -> value == null);
        VendorResponse response = api.create(object, attributes, scope);
        try {
            JsonNode saved = saved(response, write);
            return new Written(OutreachApi.id(saved), Effect.CREATED, shown(object, write, saved));
        } catch (ConnectorException e) {
            if (!OutreachErrors.isEmailTaken(e)) {
                throw e;
            }
            return existing(object, write, lookUp.records(object, write, scope), e, scope);
        }
    }

    /**
     * An upsert is written to the record that exists. A create is not, unless it is the write's own record after a lost
     * answer.
     *
     * @param why the refusal if the write belongs to none of the records
     */
    private Outcome existing(
            OutreachObject object, Write write, List<JsonNode> records, ConnectorException why, CallScope scope) {
        if (write.operation() == Operation.UPSERT) {
            return linked(object, write, records, why, scope);
        }
        List<ReadRecord> rows =
                records.stream().map(one -> readRecord(object, write, one)).toList();
        ReadRecord met = LinkCandidate.met(write, rows, why);
        return write.mayHaveMade(met) ? linked(object, write, records, why, scope) : new Linked(met);
    }

    /** @param why the refusal if none of them is free for the record */
    private Written linked(
            OutreachObject object, Write write, List<JsonNode> records, ConnectorException why, CallScope scope) {
        LinkCandidate candidate = LinkCandidate.toLink(write, OutreachLookUp.candidates(object, records), why);
        JsonNode held = records.stream()
                .filter(one -> OutreachApi.id(one).equals(Optional.of(candidate.externalId())))
                .findFirst()
                .orElseThrow();
        Map<String, @Nullable Object> attributes = OutreachAttributes.single(write, object);
        attributes.putAll(OutreachAttributes.changedLists(write, held));
        VendorResponse response = api.update(object, candidate.externalId(), attributes, scope);
        if (OutreachErrors.isNotFound(response)) {
            throw LinkCandidate.vanished(api.system(), write);
        }
        JsonNode saved = saved(response, write);
        Effect effect = candidate.recordId().isPresent() ? Effect.UPDATED : Effect.LINKED;
        return new Written(Optional.of(candidate.externalId()), effect, shown(object, write, saved));
    }

    private ConnectorException matched(Write write) {
        return ConnectorException.refused(
                "MATCHED", "%s already has a record that matches %s.".formatted(api.system(), write));
    }

    /**
     * Deletes by the known id. If that record is gone or no id is known, the record is looked up by our record id or by
     * the match, and deleted only if it carries our record id.
     */
    private Written delete(OutreachObject object, Write write, CallScope scope) {
        if (write.externalId().filter(id -> isDeleted(object, write, id, scope)).isPresent()) {
            return new Written(write.externalId(), Effect.DELETED);
        }
        Optional<String> id = lookUp.candidates(object, write, scope).stream()
                .filter(one -> one.recordId().equals(Optional.of(write.recordId())))
                .map(LinkCandidate::externalId)
                .findFirst();
        boolean deleted =
                id.filter(found -> isDeleted(object, write, found, scope)).isPresent();
        return new Written(id.or(write::externalId), deleted ? Effect.DELETED : Effect.ABSENT);
    }

    private boolean isDeleted(OutreachObject object, Write write, String id, CallScope scope) {
        VendorResponse response = api.delete(object, id, scope);
        boolean deleted = response.status() == 204;
        if (deleted || OutreachErrors.isNotFound(response)) {
            return deleted;
        }
        throw OutreachErrors.reason(response, write.toString());
    }

    /** The record after a create or an update; a system that gets upserts is not read. */
    private static Optional<ReadRecord> shown(OutreachObject object, Write write, JsonNode saved) {
        return write.operation() == Operation.UPSERT ? Optional.empty() : Optional.of(readRecord(object, write, saved));
    }

    private static ReadRecord readRecord(OutreachObject object, Write write, JsonNode resource) {
        return OutreachAttributes.readRecord(object, resource, write.content().keySet());
    }

    /** The resource in the answer, as it is after the write. */
    private static JsonNode saved(VendorResponse response, Write write) {
        JsonNode resource = response.json().path("data");
        if (!response.succeeded() || OutreachApi.id(resource).isEmpty()) {
            throw OutreachErrors.reason(response, write.toString());
        }
        return resource;
    }
}
