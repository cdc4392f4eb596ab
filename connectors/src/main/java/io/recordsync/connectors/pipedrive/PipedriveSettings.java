package io.recordsync.connectors.pipedrive;

import static io.recordsync.connectors.Account.require;

import io.recordsync.connectors.Account;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.Quota.Window;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * One Pipedrive company. Its text shows no secret.
 *
 * @param baseUrl {@code https://company.pipedrive.com}, or {@code https://api.pipedrive.com}
 * @param apiToken the personal API token of a user who can see and change everything that is synced
 * @param recordIdField the name of the custom text field that holds our record id, on each object
 * @param burstLimit calls in any 2 seconds; 0 for no limit
 * @param dailyTokens tokens in 24 hours, of which each call costs some; 0 for no limit
 * @param newestChecked how many of the newest records are compared before a record is created, because the search may
 *     not contain them yet; 0 to trust the search
 */
public record PipedriveSettings(
        URI baseUrl, String apiToken, String recordIdField, int burstLimit, long dailyTokens, int newestChecked) {

    public static final URI DEFAULT_BASE_URL = URI.create("https://api.pipedrive.com");
    public static final String DEFAULT_RECORD_ID_FIELD = "recordsync id";

    /** The limit of the Lite plan for an API token; Growth allows 40, Premium 100, Ultimate 120. */
    public static final int DEFAULT_BURST_LIMIT = 20;

    /**
     * The budget of one seat on the Lite plan; a seat has twice as many on Growth, five times on Premium, seven times
     * on Ultimate.
     */
    public static final long DEFAULT_DAILY_TOKENS = 30_000;

    /** More records than one account can create in a minute, because each create takes two searches. */
    public static final int DEFAULT_NEWEST_CHECKED = 200;

    private static final Duration BURST = Duration.ofSeconds(2);

    /** The number of searches per window, the same on every plan. */
    private static final int SEARCHES = 10;

    private static final int LARGEST_LIST = 500;

    public PipedriveSettings {
        Account.requireBaseUrl(baseUrl);
        require(apiToken.matches("[\\x21-\\x7e]+"), "Pipedrive must have an API token, without blanks");
        require(
                !recordIdField.isBlank() && recordIdField.length() <= 255,
                "the Pipedrive record id field must be the name of a custom field");
        require(burstLimit >= 0 && dailyTokens >= 0, "the Pipedrive limits must be 0 (none) or more");
        require(
                newestChecked >= 0 && newestChecked <= LARGEST_LIST,
                "the newest records that are looked through must be 0 to 500");
    }

    /** The settings with default values for everything else. */
    public static PipedriveSettings of(URI baseUrl, String apiToken) {
        return new PipedriveSettings(
                baseUrl,
                apiToken,
                DEFAULT_RECORD_ID_FIELD,
                DEFAULT_BURST_LIMIT,
                DEFAULT_DAILY_TOKENS,
                DEFAULT_NEWEST_CHECKED);
    }

    /** The window counts calls, the daily limit counts tokens. */
    public Quota quota() {
        List<Window> windows = burstLimit == 0 ? List.of() : List.of(new Window(burstLimit, BURST));
        return new Quota(account(), windows, Account.limit(dailyTokens));
    }

    /** The additional quota for searches. */
    Quota searchQuota() {
        return new Quota(account() + ":search", List.of(new Window(SEARCHES, BURST)), OptionalLong.empty());
    }

    private String account() {
        return Account.name(PipedriveConnector.SYSTEM, baseUrl, apiToken);
    }

    @Override
    public String toString() {
        return "PipedriveSettings[baseUrl=%s, recordIdField=%s, burstLimit=%d, dailyTokens=%d, newestChecked=%d]"
                .formatted(baseUrl, recordIdField, burstLimit, dailyTokens, newestChecked);
    }
}
