package io.recordsync.connectors.hubspot;

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

/** One HubSpot account. Its text shows no secret. */
public record HubSpotSettings(
        @Setting(
                value = "The address of HubSpot's API.",
                byDefault = HubSpotSettings.DEFAULT_ADDRESS,
                allowed = "an address like https://api.hubapi.com")
        URI baseUrl,

        @Setting(
                value = "The bearer token of a service key or private app.",
                allowed = "text without blanks",
                secret = true)
        String apiToken,

        @Setting(
                value = "The version of the CRM API.",
                byDefault = HubSpotSettings.DEFAULT_API_VERSION,
                allowed = "v3, or like 2026-03")
        String apiVersion,

        @Setting(
                value = "The custom property for our record id. Its values must be unique.",
                byDefault = HubSpotSettings.DEFAULT_UNIQUE_PROPERTY,
                allowed = "a property's internal name")
        String uniqueProperty,

        @Setting(
                value = "The number of calls that the account allows in any 10 seconds; 0 for no limit.",
                byDefault = "" + HubSpotSettings.DEFAULT_WINDOW_LIMIT,
                allowed = "a whole number from 0")
        int windowLimit,

        @Setting(
                value = "The number of searches that the account allows in any second; 0 for no limit.",
                byDefault = "" + HubSpotSettings.DEFAULT_SEARCH_LIMIT,
                allowed = "a whole number from 0")
        int searchLimit,

        @Setting(
                value = "The number of calls that the account allows in 24 hours; 0 for no limit.",
                byDefault = "" + HubSpotSettings.DEFAULT_DAILY_LIMIT,
                allowed = "a whole number from 0")
        long dailyLimit,

        @Setting(
                value = "The account's number (Hub ID), under which its calls are counted, and which links to its"
                        + " pages contain. If it is not set, it is requested from HubSpot once.",
                allowed = "a number")
        Optional<String> portalId) {

    static final String DEFAULT_ADDRESS = "https://api.hubapi.com";

    public static final URI DEFAULT_BASE_URL = URI.create(DEFAULT_ADDRESS);
    public static final String DEFAULT_API_VERSION = "v3";
    public static final String DEFAULT_UNIQUE_PROPERTY = "recordsync_id";

    /**
     * The limit of a Free or Starter account for a privately distributed app; Professional and Enterprise allow 190.
     */
    public static final int DEFAULT_WINDOW_LIMIT = 100;

    /** The limit of every account, on any plan. */
    public static final int DEFAULT_SEARCH_LIMIT = 5;

    /** The limit of a Free or Starter account. */
    public static final long DEFAULT_DAILY_LIMIT = 250_000;

    /** What the name of the quota for searches ends with. */
    static final String SEARCH = ":search";

    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Duration SEARCH_WINDOW = Duration.ofSeconds(1);

    public HubSpotSettings {
        require(SettingChecks.isBaseUrl(baseUrl), HubSpotSettings.class, "baseUrl");
        require(SettingChecks.isToken(apiToken), HubSpotSettings.class, "apiToken");
        require(apiVersion.matches("v3|20[0-9]{2}-[0-9]{2}"), HubSpotSettings.class, "apiVersion");
        require(uniqueProperty.matches("[a-z][a-z0-9_]{0,99}"), HubSpotSettings.class, "uniqueProperty");
        require(windowLimit >= 0, HubSpotSettings.class, "windowLimit");
        require(searchLimit >= 0, HubSpotSettings.class, "searchLimit");
        require(dailyLimit >= 0, HubSpotSettings.class, "dailyLimit");
        require(portalId.orElse("0").matches("[0-9]{1,15}"), HubSpotSettings.class, "portalId");
    }

    /** The settings with default values for everything else. */
    public static HubSpotSettings of(URI baseUrl, String apiToken) {
        return new HubSpotSettings(
                baseUrl,
                apiToken,
                DEFAULT_API_VERSION,
                DEFAULT_UNIQUE_PROPERTY,
                DEFAULT_WINDOW_LIMIT,
                DEFAULT_SEARCH_LIMIT,
                DEFAULT_DAILY_LIMIT,
                Optional.empty());
    }

    public Quota quota() {
        return new Quota(vendorAccount().name(), windows(windowLimit, WINDOW), SettingChecks.limit(dailyLimit));
    }

    /** The additional quota for searches. */
    public Quota searchQuota() {
        return new Quota(vendorAccount().name() + SEARCH, windows(searchLimit, SEARCH_WINDOW), OptionalLong.empty());
    }

    /** The account, as far as the settings name it. */
    VendorAccount vendorAccount() {
        return VendorAccount.of(HubSpotConnector.KIND, baseUrl, portalId);
    }

    private static List<Window> windows(int limit, Duration length) {
        return limit == 0 ? List.of() : List.of(new Window(limit, length));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "HubSpotSettings[baseUrl=%s, apiVersion=%s, uniqueProperty=%s, windowLimit=%d, searchLimit=%d,"
                        + " dailyLimit=%d, portalId=%s]",
                baseUrl,
                apiVersion,
                uniqueProperty,
                windowLimit,
                searchLimit,
                dailyLimit,
                portalId.orElse(""));
    }
}
