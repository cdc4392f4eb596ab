package io.recordsync.connectors.servicenow;

import static io.recordsync.connectors.Account.require;

import io.recordsync.connectors.Account;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.Quota.Window;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One ServiceNow instance. Its text shows no secret.
 *
 * @param baseUrl the instance's address, {@code https://acme.service-now.com}
 * @param username the integration user; optional if an OAuth client is given
 * @param password that user's password
 * @param clientId the OAuth client. With a user, the password grant is used; without a user, the client credentials
 *     grant; without a client, HTTP Basic
 * @param clientSecret that client's secret
 * @param apiVersion the Table API's version, {@code v2} or later; v1 answers an empty list with an error
 * @param recordIdField the column that holds our record id in every table that rules name
 * @param hourlyLimit calls in an hour, by the instance's rate rule for the user; 0 for no limit
 * @param batchItemsCount whether each request in a batch counts against that rule; ServiceNow does not document it
 */
public record ServiceNowSettings(
        URI baseUrl,
        Optional<String> username,
        Optional<String> password,
        Optional<String> clientId,
        Optional<String> clientSecret,
        String apiVersion,
        String recordIdField,
        int hourlyLimit,
        boolean batchItemsCount) {

    public static final String DEFAULT_API_VERSION = "v2";

    /** A custom column, because {@code correlation_id} exists only on task tables. */
    public static final String DEFAULT_RECORD_ID_FIELD = "u_recordsync_id";

    private static final Duration HOUR = Duration.ofHours(1);

    public ServiceNowSettings {
        Account.requireBaseUrl(baseUrl);
        require(
                username.isPresent() || clientId.isPresent(),
                "ServiceNow must have a user name and a password, or an OAuth client's id and secret");
        require(username.isPresent() == password.isPresent(), "ServiceNow's user name and password come together");
        require(clientId.isPresent() == clientSecret.isPresent(), "ServiceNow's client id and secret come together");
        require(!username.orElse("").contains(":"), "a ServiceNow user name holds no colon");
        require(apiVersion.matches("v[2-9]"), "the ServiceNow API version must be like v2, and v2 or later");
        require(EncodedQuery.isColumn(recordIdField), "the ServiceNow record-id field must be a column's name");
        require(hourlyLimit >= 0, "the ServiceNow hourly limit must be 0 (none) or more");
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
                false);
    }

    /** The quota is per user, because a rate rule counts the calls of a user. */
    public Quota quota() {
        List<Window> windows = hourlyLimit == 0 ? List.of() : List.of(new Window(hourlyLimit, HOUR));
        String user = username.or(() -> clientId).orElse("");
        return new Quota(Account.name(ServiceNowConnector.SYSTEM, baseUrl, user), windows, Account.limit(0));
    }

    @Override
    public String toString() {
        return "ServiceNowSettings[baseUrl=%s, apiVersion=%s, recordIdField=%s, hourlyLimit=%d, batchItemsCount=%s]"
                .formatted(baseUrl, apiVersion, recordIdField, hourlyLimit, batchItemsCount);
    }
}
