package io.recordsync.connectors.hubspot;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.VendorAccount;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.AccountIds;
import io.recordsync.connectors.http.AccountLookUp;
import io.recordsync.connectors.http.AccountLookUp.Store;
import io.recordsync.connectors.http.Urls;
import io.recordsync.connectors.http.VendorCall;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.connectors.http.VendorResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import tools.jackson.databind.JsonNode;

/** The calls of HubSpot's CRM API that are used: their addresses and bodies. */
final class HubSpotApi {

    private static final Pattern ID = Pattern.compile("[0-9]{1,20}");
    private static final Pattern OBJECT = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    private static final String TRACE_ID = "objectWriteTraceId";

    private final VendorHttp http;
    private final HubSpotSettings settings;
    private final VendorAccount account;
    private final AccountLookUp accountLookUp;
    private final Quota searchLimits;
    private final HttpUrl base;

    HubSpotApi(HubSpotSettings settings, VendorHttp http, AccountIds ids, InstantSource clock) {
        this.http = http;
        this.settings = settings;
        this.account = settings.vendorAccount();
        this.accountLookUp = new AccountLookUp(account, settings.quota(), new Store(ids, credentialKey()), clock);
        this.searchLimits = settings.searchQuota();
        this.base = Urls.of(settings.baseUrl());
    }

    static Optional<String> id(JsonNode id) {
        return id(id.asString(""));
    }

    static Optional<String> id(String text) {
        return Optional.of(text).filter(id -> ID.matcher(id).matches());
    }

    private String credentialKey() {
        return VendorAccount.credentialKey(system(), settings.baseUrl(), settings.apiToken());
    }

    /** The name of the system that is called. */
    String system() {
        return http.system();
    }

    Quota quota() {
        return accountLookUp.quota();
    }

    private Quota searchQuota() {
        return searchLimits.of(account.name() + HubSpotSettings.SEARCH);
    }

    /**
     * Upserts at most 100 records of one object type. The rows of the answer are in any order; each has the index of
     * its write as its trace id.
     */
    VendorResponse upsertAll(List<Write> writes, CallScope scope) {
        List<Map<String, Object>> inputs = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            inputs.add(upsert(writes.get(i), Integer.toString(i)));
        }
        return batch("upsert", writes, inputs, scope);
    }

    /** Creates at most 100 records with our record ids. The answer is as for {@link #upsertAll}. */
    VendorResponse createAll(List<Write> writes, CallScope scope) {
        List<Map<String, Object>> inputs = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            inputs.add(Map.of(TRACE_ID, Integer.toString(i), "properties", withRecordId(writes.get(i))));
        }
        return batch("create", writes, inputs, scope);
    }

    /** Updates the given properties of at most 100 records by their ids. The answer is as for {@link #upsertAll}. */
    VendorResponse updateAll(List<Write> writes, CallScope scope) {
        List<Map<String, Object>> inputs = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            Write write = writes.get(i);
            inputs.add(Map.of(
                    "id",
                    write.externalId().orElseThrow(),
                    TRACE_ID,
                    Integer.toString(i),
                    "properties",
                    write.held().carriesRecordId() ? properties(write) : withRecordId(write)));
        }
        return batch("update", writes, inputs, scope);
    }

    private VendorResponse batch(
            String operation, List<Write> writes, List<Map<String, Object>> inputs, CallScope scope) {
        HttpUrl url = url(writes.getFirst().object(), "batch", operation);
        return send(change("POST", "/{object}/batch/" + operation, url, Map.of("inputs", inputs)), scope);
    }

    VendorResponse get(String object, String id, CallScope scope) {
        HttpUrl url = url(object, id)
                .newBuilder()
                .addQueryParameter("properties", settings.uniqueProperty())
                .build();
        return send(VendorCall.read("/{object}/{id}", url), scope);
    }

    /** The existing records with these values of a unique property. */
    List<JsonNode> find(String object, String property, List<String> values, CallScope scope) {
        return rowsBy(property, values, object, List.of(settings.uniqueProperty()), scope);
    }

    /** The existing records with these values of a unique property, each with the properties. */
    List<JsonNode> rowsBy(
            String property, List<String> values, String object, Collection<String> properties, CallScope scope) {
        return read(object, Map.of("idProperty", property, "properties", properties, "inputs", ids(values)), scope);
    }

    /** The existing records with these ids, each with the properties. */
    List<JsonNode> rows(String object, List<String> ids, Collection<String> properties, CallScope scope) {
        return read(object, Map.of("properties", properties, "inputs", ids(ids)), scope);
    }

    private List<JsonNode> read(String object, Map<String, Object> body, CallScope scope) {
        HttpUrl url = url(object, "batch", "read");
        VendorResponse response = send(VendorCall.readByPost("/{object}/batch/read", url, body), scope);
        boolean otherErrors = !response.json().path("errors").valueStream().allMatch(HubSpotErrors::isNotFoundRow);
        if (!response.json().path("results").isArray() || otherErrors) {
            throw HubSpotErrors.reason(response, "a look-up of " + object);
        }
        return response.json().path("results").valueStream().toList();
    }

    /** The existing records with these record ids. */
    List<JsonNode> findOurs(String object, List<String> recordIds, CallScope scope) {
        return find(object, settings.uniqueProperty(), recordIds, scope);
    }

    /** Writes the properties and our record id to a record that exists in the account. */
    VendorResponse link(Write write, String id, CallScope scope) {
        Map<String, Object> body = Map.of("properties", withRecordId(write));
        return send(change("PATCH", "/{object}/{id}", url(write.object(), id), body), scope);
    }

    VendorResponse archive(String object, String id, CallScope scope) {
        return send(VendorCall.delete("/{object}/{id}", url(object, id)), scope);
    }

    /** Archives records by at most 100 ids; ids that do not exist are ignored. */
    VendorResponse archiveAll(String object, List<String> ids, CallScope scope) {
        HttpUrl url = url(object, "batch", "archive");
        return send(change("POST", "/{object}/batch/archive", url, Map.of("inputs", ids(ids))), scope);
    }

    /** Returns at most 200 of the matching records. Counts against the search quota too. */
    VendorResponse search(String object, Object query, CallScope scope) {
        VendorCall call = VendorCall.readByPost("/{object}/search", url(object, "search"), query);
        lookUpAccount(scope);
        return send(call, List.of(quota(), searchQuota()), scope);
    }

    /**
     * A page of all records, at most 100.
     *
     * @param archived true for the archived records, false for the others
     * @param after the mark of this page, from the page before it; empty for the first page
     */
    VendorResponse list(String object, boolean archived, int limit, String after, CallScope scope) {
        HttpUrl.Builder url = url(object)
                .newBuilder()
                .addQueryParameter("limit", Integer.toString(limit))
                .addQueryParameter("archived", Boolean.toString(archived))
                .addQueryParameter("properties", settings.uniqueProperty());
        if (!after.isEmpty()) {
            url.addQueryParameter("after", after);
        }
        return send(VendorCall.read("/{object}", url.build()), scope);
    }

    VendorResponse properties(String object, CallScope scope) {
        HttpUrl url = base.newBuilder()
                .addPathSegments(path("properties"))
                .addPathSegment(name(object))
                .build();
        return send(VendorCall.read("/properties/{object}", url), scope);
    }

    Duration clockAhead() {
        return http.vendorClock().ahead();
    }

    /** The account's time. */
    Instant now() {
        return http.vendorClock().now();
    }

    String uniqueProperty() {
        return settings.uniqueProperty();
    }

    String recordId(JsonNode record) {
        return record.path("properties").path(settings.uniqueProperty()).asString("");
    }

    private VendorResponse send(VendorCall call, CallScope scope) {
        lookUpAccount(scope);
        return send(call, List.of(quota()), scope);
    }

    private void lookUpAccount(CallScope scope) {
        HttpUrl url =
                base.newBuilder().addPathSegments("account-info/v3/details").build();
        accountLookUp.ask(
                scope,
                () -> send(VendorCall.read("/account-info/details", url), List.of(quota()), scope),
                response -> id(response.json().path("portalId")));
    }

    private VendorResponse send(VendorCall call, List<Quota> quotas, CallScope scope) {
        return http.send(call.withBearer(settings.apiToken()), quotas, scope);
    }

    private Map<String, Object> upsert(Write write, String trace) {
        return Map.of(
                "id",
                write.recordId(),
                "idProperty",
                settings.uniqueProperty(),
                TRACE_ID,
                trace,
                "properties",
                properties(write));
    }

    /** All values are text; an empty text clears a property. */
    private Map<String, String> properties(Write write) {
        Map<String, String> properties = new LinkedHashMap<>();
        write.content().forEach((name, value) -> properties.put(name, Write.text(value)));
        properties.remove(settings.uniqueProperty());
        return properties;
    }

    private Map<String, String> withRecordId(Write write) {
        Map<String, String> properties = properties(write);
        properties.put(settings.uniqueProperty(), write.recordId());
        return properties;
    }

    private static List<Map<String, String>> ids(List<String> ids) {
        return ids.stream().map(id -> Map.of("id", id)).toList();
    }

    /** Numbered versions come before the name of the API part in the path, dated versions after it. */
    private String path(String part) {
        String version = settings.apiVersion();
        return version.startsWith("v") ? "crm/" + version + "/" + part : "crm/" + part + "/" + version;
    }

    private HttpUrl url(String object, String... rest) {
        HttpUrl objects = base.newBuilder()
                .addPathSegments(path("objects"))
                .addPathSegment(name(object))
                .build();
        return Urls.with(objects, rest);
    }

    private static String name(String object) {
        if (OBJECT.matcher(object).matches()) {
            return object;
        }
        throw ConnectorException.refused(
                "INVALID_NAME", "A rule for HubSpot contains an invalid object name. Correct the rule, then retry.");
    }

    private static VendorCall change(String method, String template, HttpUrl url, Object json) {
        return VendorCall.write(method, template, url, json);
    }
}
