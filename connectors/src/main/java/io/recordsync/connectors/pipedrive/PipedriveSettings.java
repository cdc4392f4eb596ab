package io.recordsync.connectors.pipedrive;

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

/** One Pipedrive company. Its text shows no secret. */
public record PipedriveSettings(
        @Setting(
                value = "The company's own address at Pipedrive, with which links to its pages begin.",
                byDefault = PipedriveSettings.DEFAULT_ADDRESS,
                allowed = "an address like https://company.pipedrive.com")
        URI baseUrl,

        @Setting(
                value = "The personal API token of a user who may read and change all synced records.",
                allowed = "text without blanks",
                secret = true)
        String apiToken,

        @Setting(
                value = "The name of the custom text field for our record id. Each object must have it.",
                byDefault = PipedriveSettings.DEFAULT_RECORD_ID_FIELD,
                allowed = "a custom field's name")
        String recordIdField,

        @Setting(
                value = "The number of calls that the plan allows in any 2 seconds; 0 for no limit.",
                byDefault = "" + PipedriveSettings.DEFAULT_BURST_LIMIT,
                allowed = "a whole number from 0")
        int burstLimit,

        @Setting(
                value = "The number of tokens that the company may use in 24 hours; 0 for no limit. Each"
                        + " call costs tokens. The default is that of one seat on the Lite plan.",
                byDefault = "" + PipedriveSettings.DEFAULT_DAILY_TOKENS,
                allowed = "a whole number from 0")
        long dailyTokens,

        @Setting(
                value = "The number of newest records that are checked before a record is created, because"
                        + " the search may not find them yet; 0 to rely on the search.",
                byDefault = "" + PipedriveSettings.DEFAULT_NEWEST_CHECKED,
                allowed = "a whole number from 0 to " + PipedriveSettings.MAX_LIST)
        int newestChecked,

        @Setting(
                value = "The name of the company, under which its calls are counted: systems with the same name share"
                        + " one quota. If it is not set, the company's own id is requested once.",
                allowed = "letters, digits, and the signs . _ -, 60 at most")
        Optional<String> account) {

    static final String DEFAULT_ADDRESS = "https://api.pipedrive.com";

    public static final URI DEFAULT_BASE_URL = URI.create(DEFAULT_ADDRESS);
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

    /** What the name of the quota for searches ends with. */
    static final String SEARCH = ":search";

    private static final Duration BURST = Duration.ofSeconds(2);

    /** The number of searches per window, the same on every plan. */
    private static final int SEARCHES = 10;

    static final int MAX_LIST = 500;

    public PipedriveSettings {
        require(SettingChecks.isBaseUrl(baseUrl), PipedriveSettings.class, "baseUrl");
        require(SettingChecks.isToken(apiToken), PipedriveSettings.class, "apiToken");
        require(isFieldName(recordIdField), PipedriveSettings.class, "recordIdField");
        require(burstLimit >= 0, PipedriveSettings.class, "burstLimit");
        require(dailyTokens >= 0, PipedriveSettings.class, "dailyTokens");
        require(newestChecked >= 0 && newestChecked <= MAX_LIST, PipedriveSettings.class, "newestChecked");
        require(account.stream().allMatch(SettingChecks::isAccountName), PipedriveSettings.class, "account");
    }

    /** The settings with default values for everything else. */
    public static PipedriveSettings of(URI baseUrl, String apiToken) {
        return new PipedriveSettings(
                baseUrl,
                apiToken,
                DEFAULT_RECORD_ID_FIELD,
                DEFAULT_BURST_LIMIT,
                DEFAULT_DAILY_TOKENS,
                DEFAULT_NEWEST_CHECKED,
                Optional.empty());
    }

    /** The window counts calls, the daily limit counts tokens. */
    public Quota quota() {
        List<Window> windows = burstLimit == 0 ? List.of() : List.of(new Window(burstLimit, BURST));
        return new Quota(vendorAccount().name(), windows, SettingChecks.limit(dailyTokens));
    }

    /** The additional quota for searches. */
    Quota searchQuota() {
        return new Quota(vendorAccount().name() + SEARCH, List.of(new Window(SEARCHES, BURST)), OptionalLong.empty());
    }

    /** The company, as far as the settings name it. */
    VendorAccount vendorAccount() {
        return VendorAccount.of(PipedriveConnector.KIND, baseUrl, account);
    }

    private static boolean isFieldName(String name) {
        return !name.isBlank() && name.length() <= 255;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "PipedriveSettings[baseUrl=%s, recordIdField=%s, burstLimit=%d, dailyTokens=%d, newestChecked=%d]",
                baseUrl,
                recordIdField,
                burstLimit,
                dailyTokens,
                newestChecked);
    }
}
