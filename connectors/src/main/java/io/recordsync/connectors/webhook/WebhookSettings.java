package io.recordsync.connectors.webhook;

import static io.recordsync.connectors.Account.require;

import io.recordsync.connectors.Account;
import io.recordsync.connectors.Quota;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;

/**
 * One receiver. Its text shows only its host, because a path or query often contains a token.
 *
 * @param url the address that accepts messages
 * @param secret the shared secret: {@code whsec_} and 24 to 64 bytes in base64
 * @param allowPrivate whether a private address and plain http are allowed
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

    /** The key with which messages are signed. */
    byte[] key() {
        return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    }

    /** A receiver states no limit. It limits the calls by its answers. */
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
