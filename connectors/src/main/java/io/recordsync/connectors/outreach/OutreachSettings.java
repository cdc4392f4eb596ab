package io.recordsync.connectors.outreach;

import static io.recordsync.settings.api.RefusedSettingException.require;

import io.recordsync.connectors.Account;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.Quota.Window;
import io.recordsync.settings.api.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** One app that acts for one user of an Outreach org. Its text shows no secret. */
public record OutreachSettings(
        @Setting(
                value = "Where Outreach's API is.",
                byDefault = OutreachSettings.DEFAULT_ADDRESS,
                allowed = "an address like https://api.outreach.io")
        URI baseUrl,

        @Setting(value = "The app's application id.", allowed = "text without blanks")
        String clientId,

        @Setting(value = "The app's secret.", allowed = "text without blanks", secret = true)
        String clientSecret,

        @Setting(
                value = "The refresh token that a user's authorization of the app gave; later ones are kept by"
                        + " recordsync.",
                allowed = "text without blanks",
                secret = true)
        String refreshToken,

        @Setting(
                value = "The app's redirect address, if its requests for tokens must name it.",
                allowed = "an address as the app has it")
        Optional<String> redirectUri,

        @Setting(
                value = "The calls that the user has in any hour; 0 for no limit.",
                byDefault = "" + OutreachSettings.DEFAULT_HOURLY_LIMIT,
                allowed = "a whole number from 0")
        int hourlyLimit) {

    static final String DEFAULT_ADDRESS = "https://api.outreach.io";

    public static final URI DEFAULT_BASE_URL = URI.create(DEFAULT_ADDRESS);

    /** Outreach's limit per user. */
    public static final int DEFAULT_HOURLY_LIMIT = 10_000;

    /** Outreach answers a second token within the minute with 429. */
    private static final Window TOKENS = new Window(1, Duration.ofMinutes(1));

    public OutreachSettings {
        require(Account.isBaseUrl(baseUrl), OutreachSettings.class, "baseUrl");
        require(Account.isToken(clientId), OutreachSettings.class, "clientId");
        require(Account.isToken(clientSecret), OutreachSettings.class, "clientSecret");
        require(Account.isToken(refreshToken), OutreachSettings.class, "refreshToken");
        require(redirectUri.orElse("https://x").matches("https?://\\S+"), OutreachSettings.class, "redirectUri");
        require(hourlyLimit >= 0, OutreachSettings.class, "hourlyLimit");
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
        return String.format(Locale.ROOT, "OutreachSettings[baseUrl=%s, hourlyLimit=%d]", baseUrl, hourlyLimit);
    }
}
