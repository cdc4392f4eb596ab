package io.recordsync.connectors.pipedrive;

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
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.Schema;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.connectors.http.VendorResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One Pipedrive company. Pipedrive has no upsert and no unique fields. So before a record without a known id is
 * created, it is looked up by our record id in a custom field and by the rule's match.
 */
public final class PipedriveConnector implements Connector {

    /** The system's name. */
    public static final String SYSTEM = "pipedrive";

    private static final Duration LIMIT_WAIT = Duration.ofSeconds(2);

    /** Small enough for a batch to end before its lease expires, at four calls per create. */
    private static final int LARGEST_BATCH = 10;

    private final PipedriveSettings settings;
    private final PipedriveApi api;
    private final PipedriveFields fields;
    private final PipedriveLookUp lookUp;

    /** @param clock for the age of the cached list of fields */
    public PipedriveConnector(PipedriveSettings settings, VendorHttp http, InstantSource clock) {
        this.settings = settings;
        this.api = new PipedriveApi(settings, http);
        this.fields = new PipedriveFields(api, settings.recordIdField(), clock);
        this.lookUp = new PipedriveLookUp(api, settings.newestChecked());
    }

    @Override
    public String system() {
        return SYSTEM;
    }

    /**
     * States that deletes cannot be read, because those of persons and organizations cannot; {@link #read} does return
     * those of deals.
     */
    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                PipedriveApi.VERSION,
                new Writing(
                        EnumSet.allOf(Operation.class),
                        LARGEST_BATCH,
                        BatchForm.ONE_BY_ONE,
                        Identity.LOOK_UP,
                        OptionalInt.empty()),
                new Reading(Feed.TIME, false, PipedriveReader.LARGEST_PAGE),
                api.quota(),
                LIMIT_WAIT);
    }

    @Override
    public Written write(Write write, CallScope scope) {
        PipedriveObject object = PipedriveObject.named(write.object());
        return switch (write.operation()) {
            case UPSERT -> upsert(write, object, scope);
            case DELETE -> delete(write, object, scope);
        };
    }

    @Override
    public List<Outcome> writeAll(List<Write> writes, CallScope scope) {
        return Batch.oneByOne(writes, LARGEST_BATCH, write -> write(write, scope));
    }

    @Override
    public Page read(Read read, CallScope scope) {
        PipedriveObject object = PipedriveObject.named(read.object());
        PipedriveCursor place = PipedriveReader.place(read, object);
        FieldCatalog book = fields.of(object, read.fields(), scope);
        return new PipedriveReader(api, settings.recordIdField()).read(read, place, book, scope);
    }

    @Override
    public Schema describe(String object, CallScope scope) {
        PipedriveObject known = PipedriveObject.named(object);
        FieldCatalog book = fields.fresh(known, scope);
        List<Schema.Field> described = book.fields().stream()
                .map(field -> described(known, book, field))
                .toList();
        return new Schema(object, true, described);
    }

    @Override
    public CheckReport check(List<String> objects, CallScope scope) {
        return new PipedriveCheckup(api, fields, settings.recordIdField()).look(objects, scope);
    }

    @Override
    public String recordUrl(String object, String externalId) {
        String pages = settings.baseUrl().toString().replace("//api.pipedrive.com", "//app.pipedrive.com");
        return "%s/%s/%s".formatted(pages, PipedriveObject.named(object).page(), externalId);
    }

    /** Does nothing: the HTTP client is shared by all connectors. */
    @Override
    public void close() {}

    static Optional<String> id(JsonNode record) {
        return record.path("id").isIntegralNumber()
                ? Optional.of(record.path("id").asString())
                : Optional.empty();
    }

    static boolean isRecord(JsonNode data) {
        return id(data).isPresent();
    }

    private Written upsert(Write write, PipedriveObject object, CallScope scope) {
        FieldCatalog book = fields.of(object, named(write), scope);
        WriteBody body = new WriteBody(write, book, settings.recordIdField());
        return write.externalId()
                .flatMap(id -> updated(write, object, id, body, scope))
                .orElseGet(() -> lookedUp(write, book, body, scope));
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
        return whole.map(held -> new Written(id(held), Effect.UPDATED));
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

    private Written lookedUp(Write write, FieldCatalog book, WriteBody body, CallScope scope) {
        Candidates candidates = Candidates.of(write, book, settings.recordIdField(), lookUp, scope);
        Optional<JsonNode> own = candidates.own();
        if (own.isPresent()) {
            return written(write, book.object(), own.get(), body, Effect.UPDATED, scope);
        }
        return candidates
                .toLink()
                .map(like -> written(write, book.object(), like, body, Effect.LINKED, scope))
                .orElseGet(() -> created(write, book.object(), body, scope));
    }

    private Written created(Write write, PipedriveObject object, WriteBody body, CallScope scope) {
        VendorResponse response = api.create(object, body.forNewRecord(), scope);
        return new Written(id(record(response, write, body)), Effect.CREATED);
    }

    private Written written(
            Write write, PipedriveObject object, JsonNode record, WriteBody body, Effect effect, CallScope scope) {
        return id(record)
                .flatMap(id -> update(write, object, id, body.forRecord(record), body, scope))
                .map(held -> new Written(id(held), effect))
                .orElseThrow(() -> LinkCandidate.vanished(SYSTEM, write));
    }

    private static JsonNode record(VendorResponse response, Write write, WriteBody body) {
        JsonNode data = response.json().path("data");
        if (response.succeeded() && isRecord(data)) {
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
        FieldCatalog book = fields.of(object, List.of(), scope);
        String key = book.recordId(settings.recordIdField()).code();
        List<JsonNode> found = lookUp.carrying(object, key, write.recordId(), scope);
        List<JsonNode> all = found.isEmpty() ? lookUp.newest(object, List.of(key), scope) : found;
        return all.stream()
                .filter(record -> PipedriveLookUp.isCustom(record, key, write.recordId()))
                .flatMap(record -> id(record).stream())
                .toList();
    }

    private boolean deleted(Write write, PipedriveObject object, String id, CallScope scope) {
        VendorResponse response = api.delete(object, id, scope);
        if (PipedriveErrors.isGone(response)) {
            return false;
        }
        PipedriveErrors.requireData(response, PipedriveConnector::isRecord, write.toString());
        return true;
    }

    private static Schema.Field described(PipedriveObject object, FieldCatalog book, FieldCatalog.Field field) {
        return new Schema.Field(
                book.ruleNameOf(field),
                field.name(),
                field.type(),
                field.code().equals(object.nameField()),
                field.custom() || object.writes(field.code()),
                false,
                OptionalInt.empty());
    }
}
