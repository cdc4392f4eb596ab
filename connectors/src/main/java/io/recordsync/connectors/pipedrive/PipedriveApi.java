package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.VendorAccount;
import io.recordsync.connectors.http.AccountIds;
import io.recordsync.connectors.http.AccountLookUp;
import io.recordsync.connectors.http.AccountLookUp.Store;
import io.recordsync.connectors.http.Urls;
import io.recordsync.connectors.http.VendorCall;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.connectors.http.VendorResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The calls of Pipedrive's API v2 that are used: their addresses, bodies and prices. The prices are those in
 * Pipedrive's OpenAPI file.
 */
final class PipedriveApi {

    static final String VERSION = "v2";

    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

    private static final int ONE = 1;
    private static final int ME = 2;
    private static final int LIST = 10;
    private static final int ARCHIVED = 20;
    private static final int SEARCH = 20;
    private static final int WRITE = 5;
    private static final int DELETE = 3;

    private final VendorHttp http;
    private final PipedriveSettings settings;
    private final VendorAccount account;
    private final AccountLookUp accountLookUp;
    private final Quota searchLimits;
    private final HttpUrl base;
    private final HttpUrl me;

    PipedriveApi(PipedriveSettings settings, VendorHttp http, AccountIds ids, InstantSource clock) {
        this.http = http;
        this.settings = settings;
        this.account = settings.vendorAccount();
        this.accountLookUp = new AccountLookUp(account, settings.quota(), new Store(ids, credentialKey()), clock);
        this.searchLimits = settings.searchQuota();
        this.base = Urls.of(settings.baseUrl())
                .newBuilder()
                .addPathSegments("api/" + VERSION)
                .build();
        this.me = Urls.of(settings.baseUrl())
                .newBuilder()
                .addPathSegments("api/v1/users/me")
                .build();
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
        return searchLimits.of(account.name() + PipedriveSettings.SEARCH);
    }

    /** The fields of an object. The parameters contain {@code limit} and {@code cursor}. */
    VendorResponse fields(PipedriveObject object, Map<String, String> parameters, CallScope scope) {
        return send(read("/{object}Fields", url(parameters, object.fieldsPath()), LIST), scope);
    }

    /** @param keys the keys of the requested custom fields, separated by commas, at most 15; empty for all of them */
    VendorResponse get(PipedriveObject object, String id, Optional<String> keys, CallScope scope) {
        Map<String, String> parameters =
                keys.map(some -> Map.of("custom_fields", some)).orElse(Map.of());
        HttpUrl url = url(parameters, object.path(), id);
        return send(read("/{object}/{id}", url, ONE), scope);
    }

    VendorResponse list(PipedriveObject object, Map<String, String> parameters, CallScope scope) {
        return send(read("/{object}", url(parameters, object.path()), LIST), scope);
    }

    /** The archived deals, which no other list has. */
    VendorResponse archived(Map<String, String> parameters, CallScope scope) {
        String deals = PipedriveObject.DEALS.path();
        return send(read("/deals/archived", url(parameters, deals, "archived"), ARCHIVED), scope);
    }

    VendorResponse search(PipedriveObject object, Map<String, String> parameters, CallScope scope) {
        VendorCall call = read("/{object}/search", url(parameters, object.path(), "search"), SEARCH);
        lookUpAccount(scope);
        return http.send(signed(call), List.of(quota(), searchQuota()), scope);
    }

    VendorResponse create(PipedriveObject object, Map<String, @Nullable Object> body, CallScope scope) {
        return send(write("POST", "/{object}", url(Map.of(), object.path()), body), scope);
    }

    VendorResponse update(PipedriveObject object, String id, Map<String, @Nullable Object> body, CallScope scope) {
        return send(write("PATCH", "/{object}/{id}", url(Map.of(), object.path(), id), body), scope);
    }

    VendorResponse delete(PipedriveObject object, String id, CallScope scope) {
        HttpUrl url = url(Map.of(), object.path(), id);
        return send(VendorCall.delete("/{object}/{id}", url).costing(DELETE), scope);
    }

    Duration clockAhead() {
        return http.vendorClock().ahead();
    }

    private VendorResponse send(VendorCall call, CallScope scope) {
        lookUpAccount(scope);
        return http.send(signed(call), quota(), scope);
    }

    /** The user's company; version 2 of the API does not tell it. */
    private void lookUpAccount(CallScope scope) {
        accountLookUp.ask(
                scope,
                () -> http.send(signed(read("/users/me", me, ME)), quota(), scope),
                response -> Optional.of(
                                response.json().path("data").path("company_id").asString(""))
                        .filter(PipedriveApi::isId));
    }

    /** Adds the credentials; the only place that does so. */
    private VendorCall signed(VendorCall call) {
        return call.with("x-api-token", settings.apiToken());
    }

    private static VendorCall read(String template, HttpUrl url, int cost) {
        return VendorCall.read(template, url).costing(cost);
    }

    private static VendorCall write(String method, String template, HttpUrl url, Map<String, @Nullable Object> body) {
        return VendorCall.write(method, template, url, body).costing(WRITE);
    }

    private HttpUrl url(Map<String, String> parameters, String... segments) {
        HttpUrl.Builder url = Urls.with(base, segments).newBuilder();
        parameters.forEach(url::addQueryParameter);
        return url.build();
    }

    static Optional<String> id(JsonNode record) {
        return record.path("id").isIntegralNumber()
                ? Optional.of(record.path("id").asString())
                : Optional.empty();
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    static boolean isRecord(JsonNode data) {
        return id(data).isPresent();
    }
}
