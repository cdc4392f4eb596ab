package io.recordsync.connectors.webhook;

import static io.recordsync.settings.api.RefusedSettingException.require;

import io.recordsync.connectors.Quota;
import io.recordsync.connectors.VendorAccount;
import io.recordsync.settings.api.Setting;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One receiver. Its text shows only its host, because a path or query often contains a token. */
public record WebhookSettings(
        @Setting(
                value = "The address to which messages are sent.",
                allowed = "an address like https://acme.example/hooks, without user; http only where private addresses"
                        + " are allowed")
        URI url,

        @Setting(
                value = "The secret with which messages are signed, as in the Standard Webhooks specification.",
                allowed = "whsec_ and 24 to 64 bytes in base64",
                secret = true)
        String secret,

        @Setting(
                value = "Whether the receiver may have a private address (this machine or a private"
                        + " network) or use plain http.",
                byDefault = "false")
        boolean allowPrivate) {

    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    public WebhookSettings {
        boolean web = "https".equals(url.getScheme()) || (allowPrivate && "http".equals(url.getScheme()));
        boolean plain = url.getRawUserInfo() == null && url.getRawFragment() == null;
        require(web && plain && url.getHost() != null, WebhookSettings.class, "url");
        require(secret.startsWith(PREFIX) && isKey(secret), WebhookSettings.class, "secret");
    }

    /** The key with which messages are signed. */
    byte[] key() {
        return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    }

    /** A receiver states no limit. It limits the calls by its answers. */
    public Quota quota() {
        return new Quota(
                VendorAccount.of(WebhookConnector.KIND, url, Optional.empty()).name(), List.of(), OptionalLong.empty());
    }

    private static boolean isKey(String secret) {
        try {
            int length = Base64.getDecoder().decode(secret.substring(PREFIX.length())).length;
            return length >= SHORTEST && length <= LONGEST;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "WebhookSettings[host=%s, allowPrivate=%s]".formatted(url.getAuthority(), allowPrivate);
    }
}
