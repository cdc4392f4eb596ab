package io.recordsync.connectors.outreach;

import io.recordsync.connectors.Batch;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Capabilities.BatchForm;
import io.recordsync.connectors.Capabilities.Feed;
import io.recordsync.connectors.Capabilities.Identity;
import io.recordsync.connectors.Capabilities.Operation;
import io.recordsync.connectors.Capabilities.Reading;
import io.recordsync.connectors.Capabilities.Writing;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.Schema;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.TokenVault;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.connectors.http.VendorResponse;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The access of one Outreach user. A record with a known id is updated by it. Any other record is looked up, and
 * created if none is found, so that the next attempt finds a record whose create was not answered. Outreach has no
 * upsert, and no batch with an outcome per row.
 */
public final class OutreachConnector implements Connector {

    /** The system's name. */
    public static final String SYSTEM = "outreach";

    private static final int LARGEST_BATCH = 10;

    private final OutreachSettings settings;
    private final OutreachApi api;
    private final OutreachReads reads;

    public OutreachConnector(OutreachSettings settings, VendorHttp http, TokenVault vault, InstantSource clock) {
        this.settings = settings;
        this.api = new OutreachApi(settings, http, vault, clock);
        this.reads = new OutreachReads(api, clock);
    }

    @Override
    public String system() {
        return SYSTEM;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                "v2",
                new Writing(
                        EnumSet.allOf(Operation.class),
                        LARGEST_BATCH,
                        BatchForm.ONE_BY_ONE,
                        Identity.MATCH,
                        OptionalInt.empty()),
                new Reading(Feed.KEYSET, false, OutreachReads.LARGEST_PAGE),
                api.quota(),
                OutreachErrors.LIMIT_WAIT);
    }

    @Override
    public Written write(Write write, CallScope scope) {
        OutreachObject object = OutreachObject.of(write.object());
        return switch (write.operation()) {
            case UPSERT -> upsert(object, write, scope);
            case DELETE -> delete(object, write, scope);
        };
    }

    @Override
    public List<Outcome> writeAll(List<Write> writes, CallScope scope) {
        return Batch.oneByOne(writes, LARGEST_BATCH, write -> write(write, scope));
    }

    @Override
    public Page read(Read read, CallScope scope) {
        if (read.feed() == Read.Feed.DELETES) {
            throw ConnectorException.unsupported(SYSTEM, "list what was deleted");
        }
        return reads.read(read, scope);
    }

    @Override
    public Schema describe(String object, CallScope scope) {
        return new OutreachFields(OutreachObject.of(object)).described(api, scope);
    }

    @Override
    public CheckReport check(List<String> objects, CallScope scope) {
        return new OutreachCheck(api, scope).of(objects);
    }

    @Override
    public String recordUrl(String object, String externalId) {
        String pages = settings.baseUrl().toString().replace("//api.outreach.io", "//web.outreach.io");
        return "%s/%s/%s".formatted(pages, object, externalId);
    }

    /** Does nothing: the HTTP client is shared by all connectors. */
    @Override
    public void close() {}

    private Written upsert(OutreachObject object, Write write, CallScope scope) {
        return write.externalId()
                .flatMap(id -> updated(object, write, id, scope))
                .orElseGet(() -> linkedOrCreated(object, write, scope));
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
        } catch (ConnectorException refused) {
            throw OutreachErrors.isEmailTaken(refused) ? nameTheOther(object, write, refused, scope) : refused;
        }
    }

    private ConnectorException nameTheOther(
            OutreachObject object, Write write, ConnectorException refused, CallScope scope) {
        return existing(object, write, scope).stream()
                .findFirst()
                .map(other -> other.unlinkable(refused))
                .orElse(refused);
    }

    private Written linkedOrCreated(OutreachObject object, Write write, CallScope scope) {
        requireAWayBack(object, write);
        List<JsonNode> found = found(object, write, scope);
        return found.isEmpty() ? created(object, write, scope) : linked(object, write, found, matched(write), scope);
    }

    /**
     * Refuses a write whose record could not be found again: after a lost answer, the next attempt would create a
     * second record.
     */
    private static void requireAWayBack(OutreachObject object, Write write) {
        if (!object.isFoundByRecordId() && match(write).isEmpty()) {
            throw ConnectorException.refused(
                    "NO_MATCH",
                    "%s was not sent to outreach: a new prospect needs an e-mail address, as nothing else could be found again. Give it one at the source, then retry."
                            .formatted(write));
        }
    }

    private Written created(OutreachObject object, Write write, CallScope scope) {
        Map<String, @Nullable Object> attributes = OutreachAttributes.single(write, object);
        attributes.putAll(OutreachAttributes.changedLists(write, MissingNode.getInstance()));
        attributes.values().removeIf(value -> value == null);
        VendorResponse response = api.create(object, attributes, scope);
        try {
            return new Written(OutreachApi.id(saved(response, write)), Effect.CREATED);
        } catch (ConnectorException refused) {
            if (!OutreachErrors.isEmailTaken(refused)) {
                throw refused;
            }
            return linked(object, write, found(object, write, scope), refused, scope);
        }
    }

    /** @param why the refusal if none of them is free for the record */
    private Written linked(
            OutreachObject object, Write write, List<JsonNode> found, ConnectorException why, CallScope scope) {
        LinkCandidate existing = LinkCandidate.toLink(write, existing(object, found), why);
        JsonNode held = found.stream()
                .filter(one -> OutreachApi.id(one).equals(Optional.of(existing.externalId())))
                .findFirst()
                .orElseThrow();
        Map<String, @Nullable Object> attributes = OutreachAttributes.single(write, object);
        attributes.putAll(OutreachAttributes.changedLists(write, held));
        VendorResponse response = api.update(object, existing.externalId(), attributes, scope);
        if (OutreachErrors.isNotFound(response)) {
            throw LinkCandidate.vanished(SYSTEM, write);
        }
        saved(response, write);
        Effect effect = existing.recordId().isPresent() ? Effect.UPDATED : Effect.LINKED;
        return new Written(Optional.of(existing.externalId()), effect);
    }

    private static ConnectorException matched(Write write) {
        return ConnectorException.refused("MATCHED", "outreach holds what matches %s.".formatted(write));
    }

    /**
     * Deletes by the known id. If that record is gone or no id is known, the record is looked up by our record id or by
     * the match, and deleted only if it carries our record id.
     */
    private Written delete(OutreachObject object, Write write, CallScope scope) {
        if (write.externalId().filter(id -> isDeleted(object, write, id, scope)).isPresent()) {
            return new Written(write.externalId(), Effect.DELETED);
        }
        Optional<String> id = existing(object, write, scope).stream()
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

    /** The resource in the answer, as it is after the write. */
    private static JsonNode saved(VendorResponse response, Write write) {
        JsonNode resource = response.json().path("data");
        if (!response.succeeded() || OutreachApi.id(resource).isEmpty()) {
            throw OutreachErrors.reason(response, write.toString());
        }
        return resource;
    }

    private List<LinkCandidate> existing(OutreachObject object, Write write, CallScope scope) {
        return existing(object, found(object, write, scope));
    }

    private static List<LinkCandidate> existing(OutreachObject object, List<JsonNode> found) {
        return found.stream()
                .flatMap(one -> OutreachApi.id(one).stream().map(id -> new LinkCandidate(id, recordId(one, object))))
                .toList();
    }

    private static Optional<String> recordId(JsonNode resource, OutreachObject object) {
        return Optional.of(OutreachAttributes.text(resource, object.recordIdAttribute()));
    }

    /**
     * Looks up by our record id, if the object can be searched by it, and otherwise, or if nothing is found, by the
     * rule's match.
     */
    private List<JsonNode> found(OutreachObject object, Write write, CallScope scope) {
        List<JsonNode> ours = object.isFoundByRecordId()
                ? having(object, object.recordIdAttribute(), write.recordId(), scope)
                : List.of();
        return ours.isEmpty()
                ? match(write)
                        .map(match -> having(object, match.field(), match.value(), scope))
                        .orElse(List.of())
                : ours;
    }

    private static Optional<Write.Match> match(Write write) {
        return write.match().filter(match -> !match.value().isBlank());
    }

    /**
     * Checks that all records that were found have the value, because a filter that Outreach does not understand may
     * return every record.
     */
    private List<JsonNode> having(OutreachObject object, String field, String value, CallScope scope) {
        String attribute = OutreachAttributes.attribute(field);
        VendorResponse response = api.find(object, attribute, value, scope);
        List<JsonNode> rows = OutreachApi.rows(response, "a look-up of " + object.path())
                .valueStream()
                .toList();
        if (!rows.stream().allMatch(row -> OutreachAttributes.holds(row, attribute, value))) {
            throw new ConnectorException(
                    ErrorKind.UNAVAILABLE,
                    "FILTER_IGNORED",
                    "outreach answered a look-up of %s by %s with records that have another: nothing was written, it is tried again."
                            .formatted(object.path(), attribute),
                    false,
                    null,
                    null);
        }
        return rows;
    }
}
