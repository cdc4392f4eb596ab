package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Keyset;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.Urls;
import io.recordsync.connectors.http.VendorCall;
import io.recordsync.connectors.http.VendorClock;
import io.recordsync.connectors.http.VendorJson;
import io.recordsync.connectors.http.VendorResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls of Salesforce's REST API that are used: their addresses, bodies and token. */
final class SalesforceApi {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{15,18}");
    /**
     * Characters that act as a separator, a parent step or a file suffix in an address. Salesforce answers 404 to an id
     * that ends like a file name.
     */
    private static final Pattern AWKWARD_IN_A_PATH = Pattern.compile("[./\\\\;%\\p{Cntrl}]");

    private static final int MAX_PAGES = 100;

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:00xxx", Locale.ROOT);

    private final SalesforceSession session;
    private final SalesforceSettings settings;
    private final HttpUrl base;
    private final VendorClock clock;

    SalesforceApi(SalesforceSettings settings, SalesforceSession session, InstantSource clock) {
        this.session = session;
        this.settings = settings;
        this.base = Urls.of(settings.baseUrl());
        this.clock = new VendorClock(clock);
    }

    static boolean fitsAPath(String recordId) {
        return !recordId.isEmpty() && !AWKWARD_IN_A_PATH.matcher(recordId).find();
    }

    /** The id of a created, updated or found record. */
    static Optional<String> id(JsonNode record, String name) {
        return id(record.path(name).asString(""));
    }

    static Optional<String> id(String text) {
        return Optional.of(text).filter(id -> ID.matcher(id).matches());
    }

    /** The name of the system that is called. */
    String system() {
        return session.system();
    }

    /** The quota of the org. */
    Quota quota() {
        return session.quota();
    }

    VendorResponse upsert(Write write, CallScope scope) {
        HttpUrl url = sobject(write.object(), settings.externalIdField(), write.recordId());
        return send(change("PATCH", "/sobjects/{object}/{field}/{value}", url, fields(write)), scope);
    }

    /** Writes the fields and our record id to a record that exists in the org. */
    VendorResponse link(Write write, String id, CallScope scope) {
        Map<String, @Nullable Object> fields = fields(write);
        fields.put(settings.externalIdField(), write.recordId());
        return send(change("PATCH", "/sobjects/{object}/{id}", sobject(write.object(), id), fields), scope);
    }

    VendorResponse deleteById(Write write, String id, CallScope scope) {
        return send(delete("/sobjects/{object}/{id}", sobject(write.object(), id)), scope);
    }

    VendorResponse deleteByExternalId(Write write, CallScope scope) {
        HttpUrl url = sobject(write.object(), settings.externalIdField(), write.recordId());
        return send(delete("/sobjects/{object}/{field}/{value}", url), scope);
    }

    /** Upserts at most 200 records of one object type; the rows of the answer are in their order. */
    VendorResponse upsertAll(List<Write> writes, CallScope scope) {
        String object = writes.getFirst().object();
        HttpUrl url = url("composite", "sobjects", name(object), settings.externalIdField());
        List<Map<String, @Nullable Object>> records =
                writes.stream().map(this::row).toList();
        Map<String, Object> body = Map.of("allOrNone", false, "records", records);
        return send(change("PATCH", "/composite/sobjects/{object}/{field}", url, body), scope);
    }

    /** Deletes by at most 200 ids; the rows of the answer are in their order. */
    VendorResponse deleteAll(List<String> ids, CallScope scope) {
        HttpUrl url = url("composite", "sobjects")
                .newBuilder()
                .addQueryParameter("ids", String.join(",", ids))
                .addQueryParameter("allOrNone", "false")
                .build();
        return send(delete("/composite/sobjects?ids", url), scope);
    }

    /** At most {@code limit} records with that value in the field, each with its id and its external id. */
    List<JsonNode> find(String object, String field, String value, int limit, CallScope scope) {
        String soql = Soql.whereEqual(name(object), settings.externalIdField(), name(field), value, limit);
        return query(soql, scope);
    }

    /** The ids of the existing records that carry our record ids, by record id. */
    Map<String, String> idsOf(String object, List<String> recordIds, CallScope scope) {
        Map<String, String> ids = new HashMap<>();
        for (String soql : Soql.whereIn(name(object), settings.externalIdField(), recordIds)) {
            for (JsonNode record : query(soql, scope)) {
                id(record, "Id").ifPresent(id -> ids.put(externalId(record), id));
            }
        }
        return ids;
    }

    /** One page of the records that changed after a position. */
    VendorResponse changes(String object, Collection<String> fields, Keyset from, int limit, CallScope scope) {
        SequencedSet<String> columns = new LinkedHashSet<>(List.of("Id", "SystemModstamp", settings.externalIdField()));
        fields.stream()
                .filter(field -> columns.stream().noneMatch(field::equalsIgnoreCase))
                .forEach(field -> columns.add(name(field)));
        String soql = Soql.changes(name(object), columns, from, limit);
        HttpUrl url = url("query").newBuilder().addQueryParameter("q", soql).build();
        return send(VendorCall.read("/query", url), scope);
    }

    /** The ids of the records that were deleted in a period. Salesforce ignores the seconds of its start and end. */
    VendorResponse deleted(String object, Instant start, Instant end, CallScope scope) {
        HttpUrl url = sobject(object, "deleted")
                .newBuilder()
                .addQueryParameter("start", start.atOffset(ZoneOffset.UTC).format(MINUTE))
                .addQueryParameter("end", end.atOffset(ZoneOffset.UTC).format(MINUTE))
                .build();
        return send(VendorCall.read("/sobjects/{object}/deleted", url), scope);
    }

    /** The object's permissions and fields. */
    VendorResponse describe(String object, CallScope scope) {
        HttpUrl url = sobject(object, "describe");
        return send(VendorCall.read("/sobjects/{object}/describe", url), scope);
    }

    /** The resources of this API version: the cheapest call that needs a token. */
    VendorResponse resources(CallScope scope) {
        return send(VendorCall.read("/", url()), scope);
    }

    /** The org's time. */
    Instant now() {
        return clock.now();
    }

    String externalIdField() {
        return settings.externalIdField();
    }

    String externalId(JsonNode record) {
        return record.path(settings.externalIdField()).asString("");
    }

    boolean isGone(VendorResponse response) {
        return SalesforceErrors.isGone(response, settings.externalIdField());
    }

    private List<JsonNode> query(String soql, CallScope scope) {
        HttpUrl first = url("query").newBuilder().addQueryParameter("q", soql).build();
        List<JsonNode> records = new ArrayList<>();
        Optional<HttpUrl> page = Optional.of(first);
        for (int i = 0; i < MAX_PAGES && page.isPresent(); i++) {
            JsonNode response = page(page.get(), scope);
            response.path("records").valueStream().forEach(records::add);
            page = nextPage(response);
        }
        return records;
    }

    private JsonNode page(HttpUrl url, CallScope scope) {
        VendorResponse response = send(VendorCall.read("/query", url), scope);
        if (!response.json().path("records").isArray()) {
            throw SalesforceErrors.reason(response, "a look-up");
        }
        return response.json();
    }

    /**
     * Only the cursor is taken from the address that Salesforce returns, so that no answer can redirect calls to
     * another host.
     */
    private Optional<HttpUrl> nextPage(JsonNode response) {
        String next = response.path("nextRecordsUrl").asString("");
        String cursor = next.substring(next.lastIndexOf('/') + 1);
        return response.path("done").asBoolean(true) || cursor.isEmpty()
                ? Optional.empty()
                : Optional.of(url("query", cursor));
    }

    VendorResponse send(VendorCall call, CallScope scope) {
        VendorResponse response = session.send(call, scope);
        clock.adjust(response);
        return response;
    }

    private Map<String, @Nullable Object> fields(Write write) {
        Map<String, @Nullable Object> fields = new HashMap<>(write.content());
        fields.remove(settings.externalIdField());
        return fields;
    }

    private Map<String, @Nullable Object> row(Write write) {
        Map<String, @Nullable Object> row = fields(write);
        ObjectNode type = VendorJson.object().put("type", write.object());
        row.put("attributes", type);
        row.put(settings.externalIdField(), write.recordId());
        return row;
    }

    private HttpUrl sobject(String object, String... rest) {
        return Urls.with(url("sobjects", name(object)), rest);
    }

    HttpUrl url(String... segments) {
        return Urls.with(Urls.with(base, "services", "data", settings.apiVersion()), segments);
    }

    /** @throws ConnectorException if it is not a valid API name */
    static String name(String objectOrField) {
        if (Soql.isName(objectOrField)) {
            return objectOrField;
        }
        throw ConnectorException.refused(
                "INVALID_NAME",
                "A rule for Salesforce contains an object or field name that is not a valid API name. Correct the"
                        + " rule, then retry.");
    }

    static VendorCall change(String method, String template, HttpUrl url, Object json) {
        return VendorCall.write(method, template, url, json);
    }

    private static VendorCall delete(String template, HttpUrl url) {
        return VendorCall.delete(template, url);
    }
}
