package io.recordsync.connectors.salesforce;

import static io.recordsync.settings.api.RefusedSettingException.require;

import io.recordsync.connectors.Quota;
import io.recordsync.connectors.SettingChecks;
import io.recordsync.connectors.VendorAccount;
import io.recordsync.settings.api.Setting;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One Salesforce org. Its text shows no secret. */
public record SalesforceSettings(
        @Setting(
                value = "The org's My Domain address. The client credentials flow works only with this address.",
                allowed = "an address like https://acme.my.salesforce.com")
        URI baseUrl,

        @Setting(value = "The connected app's consumer key.", allowed = "text")
        String clientId,

        @Setting(value = "The connected app's consumer secret.", allowed = "text", secret = true)
        String clientSecret,

        @Setting(
                value = "The version of the REST API.",
                byDefault = SalesforceSettings.DEFAULT_API_VERSION,
                allowed = "like v66.0, and v46.0 or later")
        String apiVersion,

        @Setting(
                value = "The custom field for our record id. It must be an external id, unique and case-sensitive.",
                byDefault = SalesforceSettings.DEFAULT_EXTERNAL_ID_FIELD,
                allowed = "a field's API name")
        String externalIdField,

        @Setting(
                value = "The number of calls that the org allows in 24 hours; 0 for no limit.",
                byDefault = "" + SalesforceSettings.DEFAULT_DAILY_LIMIT,
                allowed = "a whole number from 0")
        long dailyLimit,

        @Setting(
                value = "The name of the org, under which its calls are counted: systems with the same name share one"
                        + " quota. If it is not set, the org's own id is used, which Salesforce returns with"
                        + " each access token.",
                allowed = "letters, digits, and the signs . _ -, 60 at most")
        Optional<String> account) {

    public static final String DEFAULT_API_VERSION = "v66.0";
    public static final String DEFAULT_EXTERNAL_ID_FIELD = "RecordsyncId__c";

    /** The limit of an org of the smallest edition with API access, without the part that grows with its licences. */
    public static final long DEFAULT_DAILY_LIMIT = 100_000;

    private static final int OLDEST_API = 46;

    public SalesforceSettings {
        require(SettingChecks.isBaseUrl(baseUrl), SalesforceSettings.class, "baseUrl");
        require(!clientId.isBlank(), SalesforceSettings.class, "clientId");
        require(!clientSecret.isBlank(), SalesforceSettings.class, "clientSecret");
        require(isSupported(apiVersion), SalesforceSettings.class, "apiVersion");
        require(Soql.isName(externalIdField), SalesforceSettings.class, "externalIdField");
        require(dailyLimit >= 0, SalesforceSettings.class, "dailyLimit");
        require(account.stream().allMatch(SettingChecks::isAccountName), SalesforceSettings.class, "account");
    }

    /** The settings with default values for everything else. */
    public static SalesforceSettings of(URI baseUrl, String clientId, String clientSecret) {
        return new SalesforceSettings(
                baseUrl,
                clientId,
                clientSecret,
                DEFAULT_API_VERSION,
                DEFAULT_EXTERNAL_ID_FIELD,
                DEFAULT_DAILY_LIMIT,
                Optional.empty());
    }

    /** Salesforce limits calls by day. For shorter times it limits only long-running calls. */
    public Quota quota() {
        return new Quota(vendorAccount().name(), List.of(), SettingChecks.limit(dailyLimit));
    }

    /** The org, as far as the settings name it. */
    VendorAccount vendorAccount() {
        return VendorAccount.of(SalesforceConnector.KIND, baseUrl, account);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "SalesforceSettings[baseUrl=%s, apiVersion=%s, externalIdField=%s, dailyLimit=%d]",
                baseUrl,
                apiVersion,
                externalIdField,
                dailyLimit);
    }

    private static boolean isSupported(String version) {
        return version.matches("v[0-9]{2,3}\\.0")
                && Integer.parseInt(version.substring(1, version.indexOf('.'))) >= OLDEST_API;
    }
}
