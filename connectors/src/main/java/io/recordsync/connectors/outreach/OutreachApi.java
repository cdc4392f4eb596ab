package io.recordsync.connectors.outreach;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.VendorAccount;
import io.recordsync.connectors.http.OAuthGrant;
import io.recordsync.connectors.http.Token;
import io.recordsync.connectors.http.TokenVault;
import io.recordsync.connectors.http.Tokens;
import io.recordsync.connectors.http.Urls;
import io.recordsync.connectors.http.VendorCall;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.connectors.http.VendorResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import tools.jackson.databind.JsonNode;

/** The calls of Outreach's REST API that are used: their addresses, bodies and token. */
final class OutreachApi {

    private static final String MEDIA_TYPE = "application/vnd.api+json";
    private static final String LIST = "/{object}";
    private static final String ONE = "/{object}/{id}";
    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

    /** Text that the older form of filters would interpret as a list, a range, or a keyword. */
    private static final Pattern MORE_THAN_A_VALUE = Pattern.compile(",|\\.\\.|^__|^(neg)?inf$");

    private final VendorHttp http;
    private final OutreachSettings settings;
    private final Quota quota;
    private final HttpUrl base;
    private final Tokens tokens;

    OutreachApi(OutreachSettings settings, VendorHttp http, TokenVault vault, InstantSource clock) {
        this.http = http;
        this.settings = settings;
        this.quota = settings.quota();
        this.base = Urls.of(settings.baseUrl());
        OAuthGrant grant = grant(clock);
        this.tokens = new Tokens(tokenKey(), (kept, scope) -> fetch(grant, kept, scope), vault, clock);
    }

    /** The id of a resource. It is a number, but some clients have seen it as text. */
    static Optional<String> id(JsonNode resource) {
        return Optional.of(resource.path("id").asString("")).filter(OutreachApi::isId);
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** The name of the system that is called. */
    String system() {
        return http.system();
    }

    private String tokenKey() {
        return VendorAccount.credentialKey(system(), settings.baseUrl(), settings.tokenOwner());
    }

    Quota quota() {
        return quota;
    }

    VendorResponse create(OutreachObject object, Map<String, ?> attributes, CallScope scope) {
        Map<String, Object> data = Map.of("type", object.type(), "attributes", attributes);
        return send(write("POST", LIST, url(object.path()), data), scope);
    }

    /** Changes the given attributes; the answer has all attributes. */
    VendorResponse update(OutreachObject object, String id, Map<String, ?> attributes, CallScope scope) {
        Map<String, Object> data = new HashMap<>(Map.of("type", object.type(), "attributes", attributes));
        data.put("id", isId(id) ? Long.valueOf(id) : id);
        return send(write("PATCH", ONE, url(object.path(), id), data), scope);
    }

    VendorResponse delete(OutreachObject object, String id, CallScope scope) {
        return send(VendorCall.delete(ONE, url(object.path(), id)), scope);
    }

    /** One resource; the answer has all attributes. */
    VendorResponse get(OutreachObject object, String id, CallScope scope) {
        return read(ONE, url(object.path(), id), scope);
    }

    /**
     * The resources with these ids.
     *
     * @param attributes the names, separated by commas
     * @param limit the size of the page; larger than the number of ids
     */
    VendorResponse byIds(OutreachObject object, List<String> ids, String attributes, int limit, CallScope scope) {
        HttpUrl url = url(object.path())
                .newBuilder()
                .addQueryParameter("filter[id]", String.join(",", ids))
                .addQueryParameter("page[size]", Integer.toString(limit))
                .addQueryParameter("count", "false")
                .addQueryParameter("fields[" + object.type() + "]", attributes)
                .build();
        return read(LIST, url, scope);
    }

    /** The resources with that value in an attribute. */
    VendorResponse find(OutreachObject object, String attribute, String value, CallScope scope) {
        HttpUrl.Builder url = url(object.path()).newBuilder();
        if (MORE_THAN_A_VALUE.matcher(value).find()) {
            url.addQueryParameter("newFilterSyntax", "true").addQueryParameter("filter[" + attribute + "][]", value);
        } else {
            url.addQueryParameter("filter[" + attribute + "]", value);
        }
        return read(LIST, url.addQueryParameter("count", "false").build(), scope);
    }

    /**
     * A page of changed resources, the oldest change first.
     *
     * @param attributes the names, separated by commas
     */
    VendorResponse changes(
            OutreachObject object, Optional<Instant> from, String attributes, int limit, CallScope scope) {
        HttpUrl.Builder url = url(object.path()).newBuilder();
        from.ifPresent(time -> url.addQueryParameter("filter[updatedAt]", time + "..inf"));
        url.addQueryParameter("sort", "updatedAt")
                .addQueryParameter("page[size]", Integer.toString(limit))
                .addQueryParameter("count", "false")
                .addQueryParameter("fields[" + object.type() + "]", attributes);
        return read(LIST, url.build(), scope);
    }

    /**
     * The next page of a list. Only the query of Outreach's address is used, so that the token is sent to no other
     * host.
     */
    VendorResponse page(OutreachObject object, String query, CallScope scope) {
        HttpUrl url = url(object.path()).newBuilder().encodedQuery(query).build();
        return read(LIST, url, scope);
    }

    /** The query of a list's next page; empty after the last page. */
    Optional<String> next(VendorResponse page) {
        return page.json()
                .path("links")
                .path("next")
                .asStringOpt()
                .map(base::resolve)
                .map(HttpUrl::encodedQuery);
    }

    /** The vendor's OpenAPI file: all attributes, the same for every org. */
    VendorResponse openApi(CallScope scope) {
        return read("/schema/openapi.json", url("schema", "openapi.json"), scope);
    }

    /** The custom fields of the org. */
    VendorResponse types(CallScope scope) {
        return read("/types", url("types"), scope);
    }

    private VendorResponse read(String template, HttpUrl url, CallScope scope) {
        return send(VendorCall.read(template, url), scope);
    }

    private static VendorCall write(String method, String template, HttpUrl url, Map<String, Object> data) {
        return VendorCall.write(method, template, url, Map.of("data", data)).sentAs(MEDIA_TYPE);
    }

    Duration clockAhead() {
        return http.vendorClock().ahead();
    }

    private VendorResponse send(VendorCall call, CallScope scope) {
        VendorCall asked = call.with("Accept", MEDIA_TYPE);
        return tokens.send(
                scope, token -> http.send(asked.withBearer(token), quota, scope), response -> response.status() == 401);
    }

    /** Requests at most one token per minute for all processes together, because Outreach refuses more. */
    private Token fetch(OAuthGrant grant, Optional<Token> kept, CallScope scope) {
        scope.permits().acquire(settings.tokenQuota(), 1, Deadline.in(Duration.ZERO));
        return grant.fetch(kept, scope);
    }

    private OAuthGrant grant(InstantSource clock) {
        HttpUrl url = base.newBuilder().addPathSegments("oauth/token").build();
        OAuthGrant.Client client =
                new OAuthGrant.Client(http, clock, url, settings.clientId(), settings.clientSecret(), () -> quota);
        OAuthGrant grant = OAuthGrant.refreshToken(client, settings.refreshToken());
        return settings.redirectUri()
                .map(uri -> grant.with("redirect_uri", uri))
                .orElse(grant);
    }

    private HttpUrl url(String... segments) {
        return Urls.with(Urls.with(base, "api", "v2"), segments);
    }

    /** @throws ConnectorException with the reason, if the answer is not a list of resources */
    static JsonNode rows(VendorResponse response, String subject) {
        JsonNode data = response.json().path("data");
        if (!response.succeeded() || !data.isArray()) {
            throw OutreachErrors.reason(response, subject);
        }
        return data;
    }
}
