package io.recordsync.simulator.servicenow;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Authenticates callers: a user with HTTP Basic, or a bearer token from {@code oauth_token.do}. */
final class ServiceNowTokens {

    private final InstantSource clock;
    private final RandomGenerator random;
    private ServiceNowCredentials accepted;
    private String token = "";
    private Instant expiry = Instant.MIN;
    private String refreshToken = "";

    ServiceNowTokens(ServiceNowCredentials accepted, InstantSource clock, RandomGenerator random) {
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

    synchronized boolean isValid(ApiRequest request) {
        return isUser(request) || isBearer(request);
    }

    private boolean isUser(ApiRequest request) {
        return request.basicCredentials().equals(accepted.username() + ":" + accepted.password());
    }

    private boolean isBearer(ApiRequest request) {
        return isTokenValid() && request.bearerToken().equals(token);
    }

    private boolean isTokenValid() {
        return expiry.isAfter(clock.instant());
    }

    /** Returns a token; the same one again as long as it is valid. */
    synchronized ApiReply answer(ApiRequest request) {
        Map<String, String> form = request.tokenForm();
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
        if (!isTokenValid()) {
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
}
