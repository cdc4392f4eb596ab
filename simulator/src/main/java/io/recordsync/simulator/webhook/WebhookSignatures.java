package io.recordsync.simulator.webhook;

import io.recordsync.simulator.http.ApiRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks messages as the Standard Webhooks specification requires of receivers: the signature, and a time close to the
 * current time.
 */
final class WebhookSignatures {

    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String NUMBER = "[0-9]{1,12}";

    private final byte[] key;

    /** @param secret in the specification's form; any other text is used as the key itself */
    WebhookSignatures(String secret) {
        key = secret.startsWith(PREFIX)
                ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
                : secret.getBytes(StandardCharsets.UTF_8);
    }

    boolean hold(ApiRequest request, Instant now) {
        String id = request.header("webhook-id").orElse("");
        String time = request.header("webhook-timestamp").orElse("");
        String given = request.header("webhook-signature").orElse("");
        return !id.isEmpty() && isNear(time, now) && isSigned(id + "." + time + "." + request.body(), given);
    }

    private static boolean isNear(String time, Instant now) {
        return time.matches(NUMBER)
                && Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now)
                                .abs()
                                .compareTo(TOLERANCE)
                        <= 0;
    }

    /** One of several signatures must be valid: while a sender changes its secret, it sends both. */
    private boolean isSigned(String content, String given) {
        byte[] right = (VERSION + signature(content)).getBytes(StandardCharsets.UTF_8);
        return Arrays.stream(given.split(" "))
                .anyMatch(one -> MessageDigest.isEqual(right, one.getBytes(StandardCharsets.UTF_8)));
    }

    private String signature(String content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has HmacSHA256", missing);
        }
    }
}
