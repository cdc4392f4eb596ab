package io.recordsync.connectors.salesforce;

import static io.recordsync.connectors.Account.require;

import io.recordsync.connectors.Account;
import io.recordsync.connectors.Quota;
import java.net.URI;
import java.util.List;

/**
 * One Salesforce org. Its text shows no secret.
 *
 * @param baseUrl the org's My Domain address, {@code https://acme.my.salesforce.com}; the client credentials flow works
 *     with no other
 * @param clientId the connected app's consumer key
 * @param clientSecret the connected app's consumer secret
 * @param apiVersion {@code v46.0} or later, where an upsert reports whether it created the record
 * @param externalIdField the custom field that holds our record id: an external id, unique and case-sensitive
 * @param dailyLimit calls in 24 hours; 0 for no limit
 */
public record SalesforceSettings(
        URI baseUrl, String clientId, String clientSecret, String apiVersion, String externalIdField, long dailyLimit) {

    public static final String DEFAULT_API_VERSION = "v66.0";
    public static final String DEFAULT_EXTERNAL_ID_FIELD = "RecordsyncId__c";

    /** The limit of an org of the smallest edition with API access, without the part that grows with its licences. */
    public static final long DEFAULT_DAILY_LIMIT = 100_000;

    private static final int OLDEST_API = 46;

    public SalesforceSettings {
        Account.requireBaseUrl(baseUrl);
        require(!clientId.isBlank() && !clientSecret.isBlank(), "Salesforce must have a client id and a client secret");
        require(isSupported(apiVersion), "the Salesforce API version must be like v66.0, and v46.0 or later");
        require(Soql.isName(externalIdField), "the Salesforce external-id field must be a field's API name");
        require(dailyLimit >= 0, "the Salesforce daily limit must be 0 (none) or more");
    }

    /** The settings with default values for everything else. */
    public static SalesforceSettings of(URI baseUrl, String clientId, String clientSecret) {
        return new SalesforceSettings(
                baseUrl, clientId, clientSecret, DEFAULT_API_VERSION, DEFAULT_EXTERNAL_ID_FIELD, DEFAULT_DAILY_LIMIT);
    }

    /** Salesforce limits calls by day. For shorter times it limits only long-running calls. */
    public Quota quota() {
        return new Quota(
                Account.name(SalesforceConnector.SYSTEM, baseUrl, clientId), List.of(), Account.limit(dailyLimit));
    }

    @Override
    public String toString() {
        return "SalesforceSettings[baseUrl=%s, apiVersion=%s, externalIdField=%s, dailyLimit=%d]"
                .formatted(baseUrl, apiVersion, externalIdField, dailyLimit);
    }

    private static boolean isSupported(String version) {
        return version.matches("v[0-9]{2,3}\\.0")
                && Integer.parseInt(version.substring(1, version.indexOf('.'))) >= OLDEST_API;
    }
}
