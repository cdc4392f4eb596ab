package io.recordsync.connectors.servicenow;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.VendorAccount;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.http.OAuthGrant;
import io.recordsync.connectors.http.TokenVault;
import io.recordsync.connectors.http.Tokens;
import io.recordsync.connectors.http.Urls;
import io.recordsync.connectors.http.VendorCall;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.connectors.http.VendorJson;
import io.recordsync.connectors.http.VendorResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The calls of ServiceNow's Table and Batch APIs that are used: their addresses, bodies and credentials. */
final class ServiceNowApi {

    static final String ID = "sys_id";
    static final String UPDATED = "sys_updated_on";

    private static final Pattern SYS_ID = Pattern.compile("[A-Za-z0-9]{1,32}");
    private static final List<Map<String, String>> JSON_HEADERS = List.of(
            Map.of("name", "Content-Type", "value", "application/json"),
            Map.of("name", "Accept", "value", "application/json"));

    private final VendorHttp http;
    private final ServiceNowSettings settings;
    private final Quota quota;
    private final HttpUrl api;
    private final Optional<Tokens> tokens;

    ServiceNowApi(ServiceNowSettings settings, VendorHttp http, TokenVault vault, InstantSource clock) {
        this.http = http;
        this.settings = settings;
        this.quota = settings.quota();
        HttpUrl base = Urls.of(settings.baseUrl());
        this.api = base.newBuilder().addPathSegments("api/now").build();
        HttpUrl tokenUrl = base.newBuilder().addPathSegment("oauth_token.do").build();
        this.tokens =
                settings.clientId().map(client -> new Tokens(tokenKey(), grant(client, tokenUrl, clock), vault, clock));
    }

    /** One request of a batch: a Table API call that changes one record. */
    record Change(String method, HttpUrl url, Optional<Map<String, String>> body) {}

    static Optional<String> id(JsonNode record) {
        return Optional.of(record.path(ID).asString("")).filter(ServiceNowApi::isId);
    }

    static boolean isId(String text) {
        return SYS_ID.matcher(text).matches();
    }

    /** The name of the system that is called. */
    String system() {
        return http.system();
    }

    private String tokenKey() {
        return VendorAccount.credentialKey(system(), settings.baseUrl(), settings.user());
    }

    Quota quota() {
        return quota;
    }

    String recordIdField() {
        return settings.recordIdField();
    }

    String recordId(JsonNode record) {
        return record.path(settings.recordIdField()).asString("");
    }

    /**
     * The record that a row shows. A column that does not exist, or that the user may not read, is not in the answer
     * and so not in the content; an empty one is an empty text there.
     */
    ReadRecord readRecord(JsonNode row, Collection<String> columns) {
        Map<String, @Nullable Object> content = new HashMap<>();
        for (String column : columns) {
            if (row.has(column)) {
                String value = row.path(column).asString("");
                content.put(column, value.isEmpty() ? null : value);
            }
        }
        Optional<Instant> modified = ServiceNowReads.instant(row.path(UPDATED).asString(""));
        return new ReadRecord(id(row).orElseThrow(), Optional.of(recordId(row)), modified, false, content);
    }

    Change create(Write write) {
        return new Change("POST", answering(write, table(write.object())), Optional.of(values(write)));
    }

    /** Also writes our record id, except to a record that is known to carry it. */
    Change update(Write write, String id) {
        return new Change("PATCH", answering(write, record(write.object(), id)), Optional.of(values(write)));
    }

    Change delete(Write write, String id) {
        return new Change("DELETE", record(write.object(), id), Optional.empty());
    }

    VendorResponse send(Change change, CallScope scope) {
        String template = change.method().equals("POST") ? "/table/{table}" : "/table/{table}/{id}";
        VendorCall call = change.body().isPresent()
                ? VendorCall.write(
                        change.method(), template, change.url(), change.body().get())
                : VendorCall.delete(template, change.url());
        return send(call, 1, scope);
    }

    /** @param changes the changes by the ids that the answer uses for them */
    VendorResponse sendAll(Map<String, Change> changes, CallScope scope) {
        List<Map<String, Object>> requests = new ArrayList<>();
        changes.forEach((id, change) -> requests.add(item(id, change)));
        HttpUrl url = api.newBuilder().addPathSegments("v1/batch").build();
        Map<String, Object> body = Map.of("batch_request_id", "1", "rest_requests", requests);
        VendorCall call = VendorCall.write("POST", "/batch", url, body);
        return send(call, settings.batchItemsCount() ? changes.size() : 1, scope);
    }

    /** The first records of a query: at most {@code limit}, before access rules hide some of them. */
    VendorResponse list(String table, String query, List<String> columns, int limit, CallScope scope) {
        HttpUrl url = table(table)
                .newBuilder()
                .addQueryParameter("sysparm_query", query)
                .addQueryParameter("sysparm_fields", String.join(",", columns))
                .addQueryParameter("sysparm_exclude_reference_link", "true")
                .addQueryParameter("sysparm_limit", Integer.toString(limit))
                .build();
        VendorResponse response = send(VendorCall.read("/table/{table}", url), 1, scope);
        if (!response.succeeded() || !response.json().path("result").isArray()) {
            throw ServiceNowErrors.reason(response, recordIdField(), "a query of " + table);
        }
        return response;
    }

    static List<JsonNode> rows(VendorResponse response) {
        return response.json().path("result").valueStream().toList();
    }

    Duration clockAhead() {
        return http.vendorClock().ahead();
    }

    private VendorResponse send(VendorCall call, int counted, CallScope scope) {
        if (tokens.isEmpty()) {
            return sendAs(basic(), call, counted, scope);
        }
        return tokens.get()
                .send(
                        scope,
                        token -> sendAs("Bearer " + token, call, counted, scope),
                        response -> response.status() == 401);
    }

    private VendorResponse sendAs(String authorization, VendorCall call, int counted, CallScope scope) {
        return http.send(call.with("Authorization", authorization), Collections.nCopies(counted, quota), scope);
    }

    private String basic() {
        return Credentials.basic(
                settings.username().orElse(""), settings.password().orElse(""), StandardCharsets.UTF_8);
    }

    private OAuthGrant grant(String clientId, HttpUrl tokenUrl, InstantSource clock) {
        OAuthGrant.Client client = new OAuthGrant.Client(
                http, clock, tokenUrl, clientId, settings.clientSecret().orElse(""), () -> quota);
        return settings.username()
                .map(user ->
                        OAuthGrant.password(client, user, settings.password().orElse("")))
                .orElseGet(() -> OAuthGrant.clientCredentials(client));
    }

    private static Map<String, Object> item(String id, Change change) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", id);
        item.put("method", change.method());
        item.put("url", relative(change.url()));
        item.put("headers", JSON_HEADERS);
        item.put("exclude_response_headers", true);
        change.body()
                .ifPresent(body -> item.put("body", encoded(VendorJson.of(body).toString())));
        return item;
    }

    private static String encoded(String body) {
        return Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8));
    }

    private static String relative(HttpUrl url) {
        String query = url.encodedQuery();
        return query == null ? url.encodedPath() : url.encodedPath() + "?" + query;
    }

    /**
     * Asks for the written columns in the answer, so that columns that were ignored can be detected. The answer to a
     * create or an update also shows the record.
     */
    private HttpUrl answering(Write write, HttpUrl url) {
        TreeSet<String> columns = new TreeSet<>(values(write).keySet());
        columns.add(ID);
        if (write.operation() == Operation.CREATE || write.operation() == Operation.UPDATE) {
            columns.addAll(List.of(UPDATED, recordIdField()));
        }
        return url.newBuilder()
                .addQueryParameter("sysparm_fields", String.join(",", columns))
                .addQueryParameter("sysparm_exclude_reference_link", "true")
                .build();
    }

    /** All values are text; an empty text clears a column. */
    private Map<String, String> values(Write write) {
        Map<String, String> values = new LinkedHashMap<>();
        write.content().forEach((column, value) -> values.put(EncodedQuery.requireColumn(column), Write.text(value)));
        if (write.writesRecordId()) {
            values.put(settings.recordIdField(), write.recordId());
        }
        return values;
    }

    private HttpUrl record(String table, String id) {
        if (!isId(id)) {
            throw ConnectorException.refused(
                    "INVALID_ID", "The external id that is stored for %s is not a valid sys_id.".formatted(system()));
        }
        return table(table).newBuilder().addPathSegment(id).build();
    }

    private HttpUrl table(String table) {
        return api.newBuilder()
                .addPathSegment(settings.apiVersion())
                .addPathSegment("table")
                .addPathSegment(EncodedQuery.requireColumn(table))
                .build();
    }
}
