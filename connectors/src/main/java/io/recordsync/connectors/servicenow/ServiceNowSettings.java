package io.recordsync.connectors.servicenow;

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

/**
 * One ServiceNow instance. Its text shows no secret. With an OAuth client and a user, the password grant is used; with
 * a client alone, the client credentials grant; with a user alone, HTTP Basic.
 */
public record ServiceNowSettings(
        @Setting(value = "The instance's address.", allowed = "an address like https://acme.service-now.com")
        URI baseUrl,

        @Setting(value = "The name of the integration user.", allowed = "text without a colon, with a password")
        Optional<String> username,

        @Setting(value = "The integration user's password.", secret = true)
        Optional<String> password,

        @Setting("The OAuth client's id. With a user name, tokens are requested by the password grant,"
                + " otherwise by client credentials. Without a client id, HTTP Basic is used.")
        Optional<String> clientId,

        @Setting(value = "The OAuth client's secret.", secret = true)
        Optional<String> clientSecret,

        @Setting(
                value = "The version of the Table API; v1 answers an empty list with an error.",
                byDefault = ServiceNowSettings.DEFAULT_API_VERSION,
                allowed = "v2 or later")
        String apiVersion,

        @Setting(
                value = "The column for our record id, in each table that the rules name. Its values must be unique.",
                byDefault = ServiceNowSettings.DEFAULT_RECORD_ID_FIELD,
                allowed = "a column's name")
        String recordIdField,

        @Setting(
                value = "The number of calls per hour that the instance's rate rule allows the user; 0 if"
                        + " there is no rule.",
                byDefault = "0",
                allowed = "a whole number from 0")
        int hourlyLimit,

        @Setting(
                value = "Whether each request in a batch counts as a separate call for this rule. ServiceNow does not"
                        + " document it.",
                byDefault = "false")
        boolean batchItemsCount,

        @Setting(
                value = "The name of the account, under which its calls are counted: systems with the same name share"
                        + " one quota. If it is not set, the calls are counted under the address and the"
                        + " user.",
                allowed = "letters, digits, and the signs . _ -, 60 at most")
        Optional<String> account) {

    public static final String DEFAULT_API_VERSION = "v2";

    /** A custom column, because {@code correlation_id} exists only on task tables. */
    public static final String DEFAULT_RECORD_ID_FIELD = "u_recordsync_id";

    private static final Duration HOUR = Duration.ofHours(1);

    public ServiceNowSettings {
        require(SettingChecks.isBaseUrl(baseUrl), ServiceNowSettings.class, "baseUrl");
        SettingChecks.require(
                username.isPresent() || clientId.isPresent(),
                "ServiceNow must have a user name and a password, or an OAuth client's id and secret");
        SettingChecks.require(
                username.isPresent() == password.isPresent(),
                "ServiceNow's user name and password must be set together");
        SettingChecks.require(
                clientId.isPresent() == clientSecret.isPresent(),
                "ServiceNow's client id and secret must be set together");
        require(!username.orElse("").contains(":"), ServiceNowSettings.class, "username");
        require(apiVersion.matches("v[2-9]"), ServiceNowSettings.class, "apiVersion");
        require(EncodedQuery.isColumn(recordIdField), ServiceNowSettings.class, "recordIdField");
        require(hourlyLimit >= 0, ServiceNowSettings.class, "hourlyLimit");
        require(account.stream().allMatch(SettingChecks::isAccountName), ServiceNowSettings.class, "account");
    }

    /** The settings for HTTP Basic, with default values for everything else. */
    public static ServiceNowSettings of(URI baseUrl, String username, String password) {
        return new ServiceNowSettings(
                baseUrl,
                Optional.of(username),
                Optional.of(password),
                Optional.empty(),
                Optional.empty(),
                DEFAULT_API_VERSION,
                DEFAULT_RECORD_ID_FIELD,
                0,
                false,
                Optional.empty());
    }

    /** The quota is per user, because a rate rule counts the calls of a user. */
    public Quota quota() {
        List<Window> windows = hourlyLimit == 0 ? List.of() : List.of(new Window(hourlyLimit, HOUR));
        VendorAccount user = VendorAccount.ofUser(ServiceNowConnector.KIND, baseUrl, user(), account);
        return new Quota(user.name(), windows, SettingChecks.limit(0));
    }

    /** The user, or the client that acts as a user. */
    String user() {
        return username.or(() -> clientId).orElse("");
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "ServiceNowSettings[baseUrl=%s, apiVersion=%s, recordIdField=%s, hourlyLimit=%d, batchItemsCount=%s]",
                baseUrl,
                apiVersion,
                recordIdField,
                hourlyLimit,
                batchItemsCount);
    }
}
