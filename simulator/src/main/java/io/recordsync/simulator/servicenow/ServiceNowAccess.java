package io.recordsync.simulator.servicenow;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Authenticates callers: a user with HTTP Basic, or a bearer token from {@code oauth_token.do}. */
final class ServiceNowAccess {

    private final InstantSource clock;
    private final RandomGenerator random;
    private ServiceNowCredentials accepted;
    private String token = "";
    private Instant expiry = Instant.MIN;
    private String refreshToken = "";

    ServiceNowAccess(ServiceNowCredentials accepted, InstantSource clock, RandomGenerator random) {
        this.accepted = accepted;
        this.clock = clock;
        this.random = random;
    }

    synchronized void rotateSecret(String secret) {
        accepted = accepted.rotated(secret);
    }

    synchronized void expireAll() {
        expiry = Instant.MIN;
    }

    synchronized boolean admits(ApiRequest request) {
        String header = request.header("Authorization").orElse("");
        return isOfScheme(header, "Basic ") ? isUser(header.substring(6)) : isBearer(header);
    }

    private boolean isUser(String encoded) {
        return basic(encoded).equals(accepted.username() + ":" + accepted.password());
    }

    private boolean isBearer(String header) {
        return isOfScheme(header, "Bearer ") && isValid() && header.substring(7).equals(token);
    }

    private boolean isValid() {
        return expiry.isAfter(clock.instant());
    }

    private static boolean isOfScheme(String header, String scheme) {
        return header.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    /** Returns a token; the same one again as long as it is valid. */
    synchronized ApiReply token(ApiRequest request) {
        Map<String, String> form = form(request);
        boolean client = accepted.clientId().equals(form.get("client_id"))
                && accepted.clientSecret().equals(form.get("client_secret"));
        boolean granted = switch (form.getOrDefault("grant_type", "")) {
            case "client_credentials" -> client;
            case "password" ->
                client
                        && accepted.username().equals(form.get("username"))
                        && accepted.password().equals(form.get("password"));
            case "refresh_token" -> client && !refreshToken.isEmpty() && refreshToken.equals(form.get("refresh_token"));
            default -> false;
        };
        return granted ? granted() : denied();
    }

    private ApiReply granted() {
        Instant now = clock.instant();
        if (!isValid()) {
            token = secret();
            refreshToken = secret();
            expiry = now.plus(accepted.tokenLifetime());
        }
        return ApiReply.json(
                200,
                Json.object()
                        .put("access_token", token)
                        .put("refresh_token", refreshToken)
                        .put("scope", "useraccount")
                        .put("token_type", "Bearer")
                        .put(
                                "expires_in",
                                Math.max(0, Duration.between(now, expiry).toSeconds() - 1)));
    }

    private static ApiReply denied() {
        return ApiReply.json(
                401, Json.object().put("error_description", "access_denied").put("error", "server_error"));
    }

    private String secret() {
        return Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
    }

    /**
     * The parameters of the form. The client's id and secret are taken from HTTP Basic if they are sent in that way.
     */
    private static Map<String, String> form(ApiRequest request) {
        Map<String, String> form = new HashMap<>();
        Arrays.stream(request.body().split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> form.put(decoded(pair[0]), decoded(pair[1])));
        String header = request.header("Authorization").orElse("");
        if (isOfScheme(header, "Basic ")) {
            String[] client = basic(header.substring(6)).split(":", 2);
            form.put("client_id", client[0]);
            form.put("client_secret", client[client.length - 1]);
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

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
