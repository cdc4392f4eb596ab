package io.recordsync.connectors.hubspot;

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
import io.recordsync.connectors.Schema.Field;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.connectors.http.VendorResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * One HubSpot account. Every write uses our record id in a unique property, so that it can be repeated. A single write
 * is a batch of one, because HubSpot has no other upsert. A create that conflicts with an existing record is linked to
 * that record.
 */
public final class HubSpotConnector implements Connector {

    /** The system's name. */
    public static final String SYSTEM = "hubspot";

    private static final Duration LIMIT_WAIT = Duration.ofSeconds(10);
    private static final int LARGEST_BATCH = 100;

    /** HubSpot's type numbers of the objects that have pages in its user interface. */
    private static final Map<String, String> PAGES =
            Map.of("contacts", "0-1", "companies", "0-2", "deals", "0-3", "tickets", "0-5");

    private final HubSpotSettings settings;
    private final HubSpotApi api;
    private final HubSpotReads reads;

    /** @param clock for the time to which reads step back */
    public HubSpotConnector(HubSpotSettings settings, VendorHttp http, InstantSource clock) {
        this.settings = settings;
        this.api = new HubSpotApi(settings, http, clock);
        this.reads = new HubSpotReads(api);
    }

    @Override
    public String system() {
        return SYSTEM;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                settings.apiVersion(),
                new Writing(
                        EnumSet.allOf(Operation.class),
                        LARGEST_BATCH,
                        BatchForm.ONE_CALL,
                        Identity.UPSERT,
                        OptionalInt.empty()),
                new Reading(Feed.KEYSET, true, HubSpotReads.LARGEST_PAGE),
                api.quota(),
                LIMIT_WAIT);
    }

    @Override
    public Written write(Write write, CallScope scope) {
        return switch (write.operation()) {
            case UPSERT -> upsert(write, scope);
            case DELETE -> delete(write, scope);
        };
    }

    @Override
    public List<Outcome> writeAll(List<Write> writes, CallScope scope) {
        Batch batch = new Batch(writes, LARGEST_BATCH);
        batch.send(batch.upserts(), part -> upsertAll(part, scope));
        batch.send(batch.deletes(write -> true), part -> deleteAll(part, scope));
        return batch.outcomes();
    }

    @Override
    public Page read(Read read, CallScope scope) {
        return switch (read.feed()) {
            case CHANGES -> reads.changes(read, scope);
            case DELETES -> reads.deletes(read, scope);
        };
    }

    @Override
    public Schema describe(String object, CallScope scope) {
        JsonNode properties = HubSpotCheck.described(api.properties(object, scope), object);
        return new Schema(
                object,
                true,
                properties.valueStream().map(HubSpotConnector::field).toList());
    }

    @Override
    public CheckReport check(List<String> objects, CallScope scope) {
        return new HubSpotCheck(api, scope).of(objects);
    }

    @Override
    public String recordUrl(String object, String externalId) {
        String pages = settings.baseUrl().toString().replace("//api.hubapi.com", "//app.hubspot.com");
        String page = PAGES.getOrDefault(object, object);
        return settings.portalId()
                .map(portal -> "%s/contacts/%s/record/%s/%s".formatted(pages, portal, page, externalId))
                .orElse(pages);
    }

    /** Does nothing: the HTTP client is shared by all connectors. */
    @Override
    public void close() {}

    /** HubSpot does not say which properties a record requires, nor how long texts may be. */
    private static Field field(JsonNode told) {
        boolean readOnly = told.path("calculated").asBoolean(false)
                || told.path("modificationMetadata").path("readOnlyValue").asBoolean(false);
        return new Field(
                told.path("name").asString(""),
                told.path("label").asString(""),
                told.path("type").asString(""),
                false,
                !readOnly,
                told.path("hasUniqueValue").asBoolean(false),
                OptionalInt.empty());
    }

    private Written upsert(Write write, CallScope scope) {
        VendorResponse response = api.upsertAll(List.of(write), scope);
        if (!hasRows(response)) {
            ConnectorException refused = HubSpotErrors.reason(response, write.toString());
            return linkIfConflict(write, response.json(), refused, scope);
        }
        return row(write, 0, new UpsertRows(response.json(), api, 1), scope);
    }

    private List<Outcome> upsertAll(List<Write> part, CallScope scope) {
        VendorResponse response = api.upsertAll(part, scope);
        if (!hasRows(response)) {
            throw HubSpotErrors.reason(response, subject(part));
        }
        UpsertRows rows = new UpsertRows(response.json(), api, part.size());
        return IntStream.range(0, part.size())
                .mapToObj(i -> Batch.row(() -> row(part.get(i), i, rows, scope)))
                .toList();
    }

    private static boolean hasRows(VendorResponse response) {
        return response.succeeded() && response.json().path("results").isArray();
    }

    private Written row(Write write, int index, UpsertRows rows, CallScope scope) {
        Optional<JsonNode> result = rows.result(index, write.recordId());
        if (result.isPresent()) {
            return upserted(result.get());
        }
        JsonNode error = rows.error(index).orElseThrow(() -> unreported(write));
        return linkIfConflict(write, error, HubSpotErrors.rowReason(error, write.toString()), scope);
    }

    private static Written upserted(JsonNode result) {
        Effect effect = result.path("new").asBoolean(false) ? Effect.CREATED : Effect.UPDATED;
        return new Written(HubSpotApi.id(result.path("id")), effect);
    }

    private static ConnectorException unreported(Write write) {
        return new ConnectorException(
                ErrorKind.TRANSIENT,
                "NO_RESULT",
                "hubspot's answer to a batch does not tell of %s; it is tried again.".formatted(write),
                true,
                null,
                null);
    }

    /** @param told the part of the answer in which HubSpot may name the conflicting record */
    private Written linkIfConflict(Write write, JsonNode told, ConnectorException refused, CallScope scope) {
        if (!HubSpotErrors.isConflict(refused)) {
            throw refused;
        }
        List<LinkCandidate> found = HubSpotErrors.existingId(told)
                .map(id -> named(write, id, scope))
                .orElseGet(() -> matches(write, scope));
        LinkCandidate existing = LinkCandidate.toLink(write, found, refused);
        VendorResponse response = api.link(write, existing.externalId(), scope);
        if (!response.json().has("id")) {
            throw existing.unlinkable(linkReason(response, write));
        }
        return new Written(Optional.of(existing.externalId()), Effect.LINKED);
    }

    private List<LinkCandidate> named(Write write, String id, CallScope scope) {
        VendorResponse response = api.get(write.object(), id, scope);
        if (!response.json().has("id")) {
            throw linkReason(response, write);
        }
        return List.of(new LinkCandidate(id, Optional.of(api.recordId(response.json()))));
    }

    private static ConnectorException linkReason(VendorResponse response, Write write) {
        return HubSpotErrors.isNotFound(response)
                ? LinkCandidate.vanished(SYSTEM, write)
                : HubSpotErrors.reason(response, "the link for " + write);
    }

    private List<LinkCandidate> matches(Write write, CallScope scope) {
        return write
                .match()
                .map(match -> api.find(write.object(), match.field(), List.of(match.value()), scope))
                .orElse(List.of())
                .stream()
                .flatMap(found -> existing(found).stream())
                .toList();
    }

    private Optional<LinkCandidate> existing(JsonNode record) {
        return HubSpotApi.id(record.path("id")).map(id -> new LinkCandidate(id, Optional.of(api.recordId(record))));
    }

    /**
     * Deletes by the known id. If that record is gone, or if a lost answer may have named a newer record, the record is
     * looked up by our record id first.
     */
    private Written delete(Write write, CallScope scope) {
        Optional<String> known = write.externalId();
        if (!write.inDoubt() && known.filter(id -> archive(write, id, scope)).isPresent()) {
            return new Written(known, Effect.DELETED);
        }
        Optional<String> id = Optional.ofNullable(
                        idsFound(List.of(write), scope).get(write.recordId()))
                .or(() -> known.filter(older -> write.inDoubt()));
        boolean archived = id.filter(found -> archive(write, found, scope)).isPresent();
        return new Written(id.or(write::externalId), archived ? Effect.DELETED : Effect.ABSENT);
    }

    private boolean archive(Write write, String id, CallScope scope) {
        VendorResponse response = api.archive(write.object(), id, scope);
        boolean archived = response.status() == 204;
        if (archived || HubSpotErrors.isNotFound(response)) {
            return archived;
        }
        throw HubSpotErrors.reason(response, write.toString());
    }

    private List<Outcome> deleteAll(List<Write> part, CallScope scope) {
        Map<String, String> ids = ids(part, scope);
        if (!ids.isEmpty()) {
            archiveAll(part, List.copyOf(ids.values()), scope);
        }
        return part.stream().map(write -> deleted(write, ids)).toList();
    }

    private void archiveAll(List<Write> part, List<String> ids, CallScope scope) {
        VendorResponse response = api.archiveAll(part.getFirst().object(), ids, scope);
        if (response.status() != 204) {
            throw HubSpotErrors.reason(response, subject(part));
        }
    }

    private static Outcome deleted(Write write, Map<String, String> ids) {
        Optional<String> id = Optional.ofNullable(ids.get(write.recordId()));
        return new Written(id, id.isPresent() ? Effect.DELETED : Effect.ABSENT);
    }

    /**
     * The ids from a look-up, or the known ids. HubSpot reports no error for an id that is already gone, so only the
     * look-up finds a record that was created later.
     */
    private Map<String, String> ids(List<Write> part, CallScope scope) {
        Map<String, String> ids = new HashMap<>();
        part.forEach(write -> write.externalId().ifPresent(id -> ids.put(write.recordId(), id)));
        List<Write> uncertain = part.stream()
                .filter(write -> write.externalId().isEmpty() || write.inDoubt())
                .toList();
        if (!uncertain.isEmpty()) {
            ids.putAll(idsFound(uncertain, scope));
        }
        return ids;
    }

    private Map<String, String> idsFound(List<Write> writes, CallScope scope) {
        List<String> recordIds = writes.stream().map(Write::recordId).toList();
        Map<String, String> ids = new HashMap<>();
        for (JsonNode record : api.findOurs(writes.getFirst().object(), recordIds, scope)) {
            HubSpotApi.id(record.path("id")).ifPresent(id -> ids.put(api.recordId(record), id));
        }
        return ids;
    }

    private static String subject(List<Write> part) {
        return "%d writes of %s".formatted(part.size(), part.getFirst().object());
    }
}
