package io.recordsync.connectors.hubspot;

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
 * One HubSpot account. Its text shows no secret.
 *
 * @param baseUrl {@code https://api.hubapi.com}
 * @param apiToken the bearer token of a service key or private app
 * @param apiVersion {@code v3}, or a dated version like {@code 2026-03}
 * @param uniqueProperty the custom property, with unique values, that holds our record id
 * @param windowLimit calls in any 10 seconds; 0 for no limit
 * @param searchLimit searches in any second; 0 for no limit
 * @param dailyLimit calls in 24 hours; 0 for no limit
 * @param portalId the account's number (Hub ID); part of the account's name and of the addresses of its pages
 */
public record HubSpotSettings(
        URI baseUrl,
        String apiToken,
        String apiVersion,
        String uniqueProperty,
        int windowLimit,
        int searchLimit,
        long dailyLimit,
        Optional<String> portalId) {

    public static final URI DEFAULT_BASE_URL = URI.create("https://api.hubapi.com");
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

    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Duration SEARCH_WINDOW = Duration.ofSeconds(1);

    public HubSpotSettings {
        Account.requireBaseUrl(baseUrl);
        require(apiToken.matches("[\\x21-\\x7e]+"), "HubSpot must have an API token, without blanks");
        require(apiVersion.matches("v3|20[0-9]{2}-[0-9]{2}"), "the HubSpot API version must be v3, or like 2026-03");
        require(
                uniqueProperty.matches("[a-z][a-z0-9_]{0,99}"),
                "the HubSpot unique property must be its internal name");
        require(windowLimit >= 0 && searchLimit >= 0 && dailyLimit >= 0, "the HubSpot limits must be 0 (none) or more");
        require(portalId.orElse("0").matches("[0-9]{1,15}"), "the HubSpot portal id must be a number");
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
        return new Quota(account(), windows(windowLimit, WINDOW), Account.limit(dailyLimit));
    }

    /** The additional quota for searches. */
    public Quota searchQuota() {
        return new Quota(account() + ":search", windows(searchLimit, SEARCH_WINDOW), OptionalLong.empty());
    }

    private String account() {
        return Account.name(HubSpotConnector.SYSTEM, baseUrl, portalId.orElse(apiToken));
    }

    private static List<Window> windows(int limit, Duration length) {
        return limit == 0 ? List.of() : List.of(new Window(limit, length));
    }

    @Override
    public String toString() {
        return "HubSpotSettings[baseUrl=%s, apiVersion=%s, uniqueProperty=%s, windowLimit=%d, searchLimit=%d, dailyLimit=%d, portalId=%s]"
                .formatted(
                        baseUrl, apiVersion, uniqueProperty, windowLimit, searchLimit, dailyLimit, portalId.orElse(""));
    }
}
