package io.recordsync.connectors.webhook;

import static io.recordsync.connectors.Account.require;

import io.recordsync.connectors.Account;
import io.recordsync.connectors.Quota;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;

/**
 * One receiver. Its text shows its host alone: a path or query often holds a token.
 *
 * @param url where it takes messages
 * @param secret the shared secret: {@code whsec_} and 24 to 64 bytes in base64
 * @param allowPrivate whether it may have a private address, and plain http
 */
public record WebhookSettings(URI url, String secret, boolean allowPrivate) {

    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    public WebhookSettings {
        boolean web = "https".equals(url.getScheme()) || (allowPrivate && "http".equals(url.getScheme()));
        boolean plain = url.getRawUserInfo() == null && url.getRawFragment() == null;
        require(
                web && plain && url.getHost() != null,
                "the webhook's URL must be like https://host/path, without user (http only where private addresses are allowed)");
        require(
                secret.startsWith(PREFIX) && isKey(secret),
                "the webhook's secret must be whsec_ and 24 to 64 bytes in base64");
    }

    /** The bytes that messages are signed with. */
    byte[] key() {
        return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    }

    /** A receiver states no limit; it is kept by its own answers. */
    public Quota quota() {
        return new Quota(Account.name(WebhookConnector.SYSTEM, url, url.toString()), List.of(), OptionalLong.empty());
    }

    private static boolean isKey(String secret) {
        try {
            int length = Base64.getDecoder().decode(secret.substring(PREFIX.length())).length;
            return length >= SHORTEST && length <= LONGEST;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "WebhookSettings[host=%s, allowPrivate=%s]".formatted(url.getAuthority(), allowPrivate);
    }
}
