package io.recordsync.simulator.outreach;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.http.UrlEncoding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The token endpoint. Each refresh returns a new refresh token. The last hundred are valid, each for 14 days. The first
 * one is valid until a hundred others have followed it. A refresh token contains its number and time, so that it is
 * still recognised after a restart.
 */
final class OutreachTokens {

    private static final Duration ACCESS = Duration.ofHours(2);
    private static final Duration REFRESH = Duration.ofDays(14);
    private static final Duration BETWEEN = Duration.ofSeconds(60);
    private static final long MAX_ACTIVE = 100;
    private static final Pattern REFRESH_TOKEN = Pattern.compile("refresh-(\\d{1,9})-(\\d{1,11})-([0-9a-f]{1,8})");

    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Instant> expiries = new HashMap<>();
    private OutreachCredentials accepted;
    private Instant lastMinted = Instant.MIN;
    private long newest;

    OutreachTokens(OutreachCredentials accepted, InstantSource clock, RandomGenerator random) {
        this.accepted = accepted;
        this.clock = clock;
        this.random = random;
    }

    synchronized void rotateSecret(String secret) {
        accepted = new OutreachCredentials(accepted.clientId(), secret, accepted.refreshToken());
    }

    /** Expires all access tokens, as if their two hours had passed. The next token may be requested at once. */
    synchronized void expireAll() {
        expiries.clear();
        lastMinted = Instant.MIN;
    }

    synchronized boolean isValid(ApiRequest request) {
        return expiries.getOrDefault(request.bearerToken(), Instant.MIN).isAfter(clock.instant());
    }

    synchronized ApiReply answer(ApiRequest request) {
        Map<String, String> form = UrlEncoding.parameters(request.body());
        if (!request.method().equals("POST")) {
            return OutreachReplies.error(OutreachRefusal.unknownPath());
        }
        if (!"refresh_token".equals(form.get("grant_type"))) {
            return error(400, "unsupported_grant_type", "The authorization grant type is not supported.");
        }
        if (!isClient(form)) {
            return error(401, "invalid_client", "Client authentication failed.");
        }
        if (!isActive(form.getOrDefault("refresh_token", ""))) {
            return error(400, "invalid_grant", "The provided authorization grant is invalid, expired or revoked.");
        }
        return clock.instant().isBefore(nextMint()) ? tooSoon() : token();
    }

    private Instant nextMint() {
        return lastMinted.equals(Instant.MIN) ? Instant.MIN : lastMinted.plus(BETWEEN);
    }

    private ApiReply tooSoon() {
        return OutreachReplies.limit(1, nextMint())
                .with("Retry-After", String.valueOf(nextMint().getEpochSecond()));
    }

    private boolean isClient(Map<String, String> form) {
        return accepted.clientId().equals(form.get("client_id"))
                && accepted.clientSecret().equals(form.get("client_secret"));
    }

    private boolean isActive(String token) {
        if (token.equals(accepted.refreshToken())) {
            return newest < MAX_ACTIVE;
        }
        Matcher parts = REFRESH_TOKEN.matcher(token);
        if (!parts.matches() || !parts.group(3).equals(seal(parts.group(1), parts.group(2)))) {
            return false;
        }
        long number = Long.parseLong(parts.group(1));
        newest = Math.max(newest, number);
        Instant end = Instant.ofEpochSecond(Long.parseLong(parts.group(2))).plus(REFRESH);
        return number > newest - MAX_ACTIVE && end.isAfter(clock.instant());
    }

    private ApiReply token() {
        Instant now = clock.instant();
        expiries.values().removeIf(expiry -> !expiry.isAfter(now));
        lastMinted = now;
        newest++;
        String access = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        expiries.put(access, now.plus(ACCESS));
        return ApiReply.json(
                200,
                Json.object()
                        .put("access_token", access)
                        .put("token_type", "Bearer")
                        .put("expires_in", ACCESS.toSeconds())
                        .put(
                                "refresh_token",
                                refreshToken(String.valueOf(newest), String.valueOf(now.getEpochSecond())))
                        .put("scope", "prospects.all accounts.all")
                        .put("created_at", now.getEpochSecond()));
    }

    private String refreshToken(String number, String made) {
        return "refresh-%s-%s-%s".formatted(number, made, seal(number, made));
    }

    private String seal(String number, String made) {
        return Integer.toHexString((accepted.clientId() + number + "/" + made).hashCode());
    }

    private static ApiReply error(int status, String code, String description) {
        return ApiReply.json(status, Json.object().put("error", code).put("error_description", description));
    }
}
