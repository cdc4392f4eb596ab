package io.recordsync.connectors.outreach;

import static io.recordsync.connectors.Account.require;

import io.recordsync.connectors.Account;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.Quota.Window;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One app that acts for one user of an Outreach org. Its text shows no secret.
 *
 * @param baseUrl {@code https://api.outreach.io}
 * @param clientId the app's application id
 * @param clientSecret the app's secret
 * @param refreshToken the refresh token from the user's authorization of the app. Only the first one is set here; each
 *     access token comes with the next one
 * @param redirectUri the app's redirect address, if its token endpoint requires it
 * @param hourlyLimit calls in any hour; 0 for no limit
 */
public record OutreachSettings(
        URI baseUrl,
        String clientId,
        String clientSecret,
        String refreshToken,
        Optional<String> redirectUri,
        int hourlyLimit) {

    public static final URI DEFAULT_BASE_URL = URI.create("https://api.outreach.io");

    /** Outreach's limit per user. */
    public static final int DEFAULT_HOURLY_LIMIT = 10_000;

    /** Outreach answers a second token within the minute with 429. */
    private static final Window TOKENS = new Window(1, Duration.ofMinutes(1));

    private static final String SECRET = "[\\x21-\\x7e]+";

    public OutreachSettings {
        Account.requireBaseUrl(baseUrl);
        require(clientId.matches(SECRET), "Outreach must have a client id, without blanks");
        require(clientSecret.matches(SECRET), "Outreach must have a client secret, without blanks");
        require(refreshToken.matches(SECRET), "Outreach must have a refresh token, without blanks");
        require(redirectUri.orElse("https://x").matches("https?://\\S+"), "the redirect URI must be an address");
        require(hourlyLimit >= 0, "the Outreach hourly limit must be 0 (none) or more");
    }

    /** The settings with default values for everything else. */
    public static OutreachSettings of(URI baseUrl, String clientId, String clientSecret, String refreshToken) {
        return new OutreachSettings(
                baseUrl, clientId, clientSecret, refreshToken, Optional.empty(), DEFAULT_HOURLY_LIMIT);
    }

    /**
     * The limit applies to a user, who is identified only by the refresh token. So another configured refresh token
     * means another account, with its own tokens.
     */
    public String account() {
        return Account.name(OutreachConnector.SYSTEM, baseUrl, clientId + " " + refreshToken);
    }

    public Quota quota() {
        List<Window> windows = hourlyLimit == 0 ? List.of() : List.of(new Window(hourlyLimit, Duration.ofHours(1)));
        return new Quota(account(), windows, OptionalLong.empty());
    }

    /** The limit for token requests, for all processes together. */
    Quota tokenQuota() {
        return new Quota(account() + ":tokens", List.of(TOKENS), OptionalLong.empty());
    }

    @Override
    public String toString() {
        return "OutreachSettings[baseUrl=%s, hourlyLimit=%d]".formatted(baseUrl, hourlyLimit);
    }
}
