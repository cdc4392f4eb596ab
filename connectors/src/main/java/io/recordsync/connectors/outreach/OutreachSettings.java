package io.recordsync.connectors.outreach;

import static io.recordsync.settings.api.RefusedSettingException.require;

import io.recordsync.connectors.Quota;
import io.recordsync.connectors.Quota.Window;
import io.recordsync.connectors.SettingChecks;
import io.recordsync.connectors.VendorAccount;
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
                value = "The address of Outreach's API.",
                byDefault = OutreachSettings.DEFAULT_ADDRESS,
                allowed = "an address like https://api.outreach.io")
        URI baseUrl,

        @Setting(value = "The app's application id.", allowed = "text without blanks")
        String clientId,

        @Setting(value = "The app's secret.", allowed = "text without blanks", secret = true)
        String clientSecret,

        @Setting(
                value = "The refresh token from a user's authorization of the app. recordsync stores the"
                        + " later ones itself.",
                allowed = "text without blanks",
                secret = true)
        String refreshToken,

        @Setting(
                value = "The app's redirect address, if requests for tokens must contain it.",
                allowed = "the address in the app's configuration")
        Optional<String> redirectUri,

        @Setting(
                value = "The number of calls that the user may make in any hour; 0 for no limit.",
                byDefault = "" + OutreachSettings.DEFAULT_HOURLY_LIMIT,
                allowed = "a whole number from 0")
        int hourlyLimit,

        @Setting(
                value = "The name of the user, under which its calls are counted: systems with the same name share"
                        + " one quota. If it is not set, the calls are counted under the address and the app.",
                allowed = "letters, digits, and the signs . _ -, 60 at most")
        Optional<String> account) {

    static final String DEFAULT_ADDRESS = "https://api.outreach.io";

    public static final URI DEFAULT_BASE_URL = URI.create(DEFAULT_ADDRESS);

    /** Outreach's limit per user. */
    public static final int DEFAULT_HOURLY_LIMIT = 10_000;

    /** Outreach answers a second token within the minute with 429. */
    private static final Window TOKENS = new Window(1, Duration.ofMinutes(1));

    public OutreachSettings {
        require(SettingChecks.isBaseUrl(baseUrl), OutreachSettings.class, "baseUrl");
        require(SettingChecks.isToken(clientId), OutreachSettings.class, "clientId");
        require(SettingChecks.isToken(clientSecret), OutreachSettings.class, "clientSecret");
        require(SettingChecks.isToken(refreshToken), OutreachSettings.class, "refreshToken");
        require(redirectUri.orElse("https://x").matches("https?://\\S+"), OutreachSettings.class, "redirectUri");
        require(hourlyLimit >= 0, OutreachSettings.class, "hourlyLimit");
        require(account.stream().allMatch(SettingChecks::isAccountName), OutreachSettings.class, "account");
    }

    /** The settings with default values for everything else. */
    public static OutreachSettings of(URI baseUrl, String clientId, String clientSecret, String refreshToken) {
        return new OutreachSettings(
                baseUrl,
                clientId,
                clientSecret,
                refreshToken,
                Optional.empty(),
                DEFAULT_HOURLY_LIMIT,
                Optional.empty());
    }

    /** The name under which calls are counted. The limit is the user's; of the user, the settings tell only the app. */
    private String vendorAccount() {
        return VendorAccount.ofUser(OutreachConnector.KIND, baseUrl, clientId, account)
                .name();
    }

    /** Whose tokens are stored. Only the refresh token identifies the user, so that another one has its own tokens. */
    String tokenOwner() {
        return clientId + " " + refreshToken;
    }

    public Quota quota() {
        List<Window> windows = hourlyLimit == 0 ? List.of() : List.of(new Window(hourlyLimit, Duration.ofHours(1)));
        return new Quota(vendorAccount(), windows, OptionalLong.empty());
    }

    /** The limit for token requests, for all processes together. */
    Quota tokenQuota() {
        return new Quota(vendorAccount() + ":tokens", List.of(TOKENS), OptionalLong.empty());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "OutreachSettings[baseUrl=%s, hourlyLimit=%d]", baseUrl, hourlyLimit);
    }
}
