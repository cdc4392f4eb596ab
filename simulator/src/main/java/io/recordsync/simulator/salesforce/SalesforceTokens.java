package io.recordsync.simulator.salesforce;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The token endpoint of the client-credentials flow, and the access tokens that it has issued. */
final class SalesforceTokens {

    private static final String ORG_ID = "00DRS0000000001";

    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Instant> expiries = new HashMap<>();
    private SalesforceCredentials accepted;

    SalesforceTokens(SalesforceCredentials accepted, InstantSource clock, RandomGenerator random) {
        this.accepted = accepted;
        this.clock = clock;
        this.random = random;
    }

    synchronized void rotateSecret(String secret) {
        accepted = new SalesforceCredentials(accepted.clientId(), secret, accepted.tokenLifetime());
    }

    synchronized void expireAll() {
        expiries.clear();
    }

    synchronized boolean isValid(ApiRequest request) {
        String header = request.header("Authorization").orElse("");
        String token = header.regionMatches(true, 0, "Bearer ", 0, 7) ? header.substring(7) : "";
        return expiries.getOrDefault(token, Instant.MIN).isAfter(clock.instant());
    }

    synchronized ApiReply answer(ApiRequest request) {
        if (!request.method().equals("POST")) {
            return error("invalid_request", "must use HTTP POST");
        }
        Map<String, String> form = credentials(request);
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
        String token = ORG_ID + "!" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
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
                origin + "/id/" + SalesforceSchema.longId(ORG_ID) + "/" + SalesforceSchema.longId("005RS0000000001"));
        body.put("token_type", "Bearer");
        body.put("issued_at", String.valueOf(now.toEpochMilli()));
        return ApiReply.json(200, Json.tree(body));
    }

    private static ApiReply error(String code, String description) {
        return ApiReply.json(400, Json.object().put("error", code).put("error_description", description));
    }

    /**
     * The parameters of the form. The client's id and secret are taken from HTTP Basic if they are sent in that way.
     */
    private static Map<String, String> credentials(ApiRequest request) {
        Map<String, String> form = new HashMap<>();
        Arrays.stream(request.body().split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> form.put(decode(pair[0]), decode(pair[1])));
        String header = request.header("Authorization").orElse("");
        if (header.startsWith("Basic ")) {
            List<String> pair = List.of(basic(header.substring(6)).split(":", 2));
            form.put("client_id", decode(pair.getFirst()));
            form.put("client_secret", decode(pair.getLast()));
        }
        return form;
    }

    private static String basic(String encoded) {
        try {
            return new String(Base64.getDecoder().decode(encoded.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
