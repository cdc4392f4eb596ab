package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.Urls;
import io.recordsync.connectors.http.VendorCall;
import io.recordsync.connectors.http.VendorJson;
import io.recordsync.connectors.http.VendorResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

    private static final String COLLECTION = "/composite/sobjects";

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:00xxx", Locale.ROOT);

    private final SalesforceSession session;
    private final SalesforceSettings settings;
    private final HttpUrl base;

    SalesforceApi(SalesforceSettings settings, SalesforceSession session) {
        this.session = session;
        this.settings = settings;
        this.base = Urls.of(settings.baseUrl());
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
        Object body = collection(writes.stream().map(this::row).toList());
        return send(change("PATCH", "/composite/sobjects/{object}/{field}", url, body), scope);
    }

    /** Creates at most 200 records, with our record ids; the rows of the answer are in their order. */
    VendorResponse createAll(List<Write> writes, CallScope scope) {
        Object body = collection(writes.stream().map(this::row).toList());
        return send(change("POST", COLLECTION, url("composite", "sobjects"), body), scope);
    }

    /** Updates the given fields of at most 200 records by their ids; the rows of the answer are in their order. */
    VendorResponse updateAll(List<Write> writes, CallScope scope) {
        Object body = collection(writes.stream().map(this::updatedRow).toList());
        return send(change("PATCH", COLLECTION, url("composite", "sobjects"), body), scope);
    }

    private static Map<String, Object> collection(List<Map<String, @Nullable Object>> records) {
        return Map.of("allOrNone", false, "records", records);
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

    Duration clockAhead() {
        return session.vendorClock().ahead();
    }

    /** The org's time. */
    Instant now() {
        return session.vendorClock().now();
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

    VendorResponse send(VendorCall call, CallScope scope) {
        return session.send(call, scope);
    }

    private Map<String, @Nullable Object> fields(Write write) {
        Map<String, @Nullable Object> fields = new HashMap<>(write.content());
        fields.remove(settings.externalIdField());
        return fields;
    }

    private Map<String, @Nullable Object> row(Write write) {
        Map<String, @Nullable Object> row = typed(write);
        row.put(settings.externalIdField(), write.recordId());
        return row;
    }

    private Map<String, @Nullable Object> updatedRow(Write write) {
        Map<String, @Nullable Object> row = write.held().carriesRecordId() ? typed(write) : row(write);
        row.put("id", write.externalId().orElseThrow());
        return row;
    }

    private Map<String, @Nullable Object> typed(Write write) {
        Map<String, @Nullable Object> row = fields(write);
        ObjectNode type = VendorJson.object().put("type", name(write.object()));
        row.put("attributes", type);
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
