package io.recordsync.simulator.salesforce;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.vendor.VendorContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The token endpoint of the client-credentials flow, and the access tokens that it has issued. */
final class SalesforceTokens {

    private final String orgId;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Instant> expiries = new HashMap<>();
    private SalesforceCredentials accepted;

    SalesforceTokens(SalesforceCredentials accepted, VendorContext context) {
        this.accepted = accepted;
        orgId = String.format(Locale.ROOT, "00DRS%010d", context.account());
        clock = context.clock();
        random = context.random();
    }

    synchronized void rotateSecret(String secret) {
        accepted = new SalesforceCredentials(accepted.clientId(), secret, accepted.tokenLifetime());
    }

    synchronized void expireAll() {
        expiries.clear();
    }

    synchronized boolean isValid(ApiRequest request) {
        return expiries.getOrDefault(request.bearerToken(), Instant.MIN).isAfter(clock.instant());
    }

    synchronized ApiReply answer(ApiRequest request) {
        if (!request.method().equals("POST")) {
            return error("invalid_request", "must use HTTP POST");
        }
        Map<String, String> form = request.tokenForm();
        if (!"client_credentials".equals(form.get("grant_type"))) {
            return error("unsupported_grant_type", "grant type not supported");
        }
        if (!accepted.clientId().equals(form.get("client_id"))) {
            return error("invalid_client_id", "client identifier invalid");
        }
        if (!accepted.clientSecret().equals(form.get("client_secret"))) {
            return error("invalid_client", "invalid client credentials");
        }
        return token(request.origin());
    }

    private ApiReply token(String origin) {
        Instant now = clock.instant();
        expiries.values().removeIf(expiry -> !expiry.isAfter(now));
        String token = orgId + "!" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        expiries.put(token, now.plus(accepted.tokenLifetime()));
        Map<String, String> body = new LinkedHashMap<>();
        body.put("access_token", token);
        body.put(
                "signature",
                Base64.getEncoder()
                        .encodeToString(Long.toHexString(random.nextLong()).getBytes(StandardCharsets.UTF_8)));
        body.put("token_format", "opaque");
        body.put("scope", "api");
        body.put("instance_url", origin);
        body.put(
                "id",
                origin + "/id/" + SalesforceSchema.longId(orgId) + "/" + SalesforceSchema.longId("005RS0000000001"));
        body.put("token_type", "Bearer");
        body.put("issued_at", String.valueOf(now.toEpochMilli()));
        return ApiReply.json(200, Json.tree(body));
    }

    private static ApiReply error(String code, String description) {
        return ApiReply.json(400, Json.object().put("error", code).put("error_description", description));
    }
}
