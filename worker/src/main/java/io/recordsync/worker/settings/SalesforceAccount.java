package io.recordsync.worker.settings;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.salesforce.SalesforceConnector;
import io.recordsync.connectors.salesforce.SalesforceSettings;
import io.recordsync.settings.Setting;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The Salesforce org. */
@ConfigurationProperties("salesforce")
public record SalesforceAccount(
        @Setting(value = "The org's My Domain address.", allowed = "an address like https://acme.my.salesforce.com")
        @Nullable URI baseUrl,

        @Setting("The connected app's consumer key.") @DefaultValue("")
        String clientId,

        @Setting(value = "The connected app's consumer secret.", secret = true) @DefaultValue("")
        String clientSecret,

        @Setting(value = "The version of the REST API.", allowed = "like v66.0, and v46.0 or later")
        @DefaultValue(SalesforceSettings.DEFAULT_API_VERSION)
        @Pattern(regexp = "v\\d{2,3}\\.0") String apiVersion,

        @Setting("The custom external-id field that holds our record id.")
        @DefaultValue(SalesforceSettings.DEFAULT_EXTERNAL_ID_FIELD)
        @Pattern(regexp = "[A-Za-z]\\w{0,79}") String externalIdField,

        @Setting("The calls that the org allows in 24 hours; 0 for no limit.") @DefaultValue("100000") @Min(0) long dailyLimit)
        implements SystemAccount {

    @Override
    public String system() {
        return "salesforce";
    }

    @Override
    public boolean isConfigured() {
        return baseUrl != null && !clientId.isBlank() && !clientSecret.isBlank();
    }

    @Override
    public String whatItNeeds() {
        return "SALESFORCE_BASE_URL, SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET";
    }

    @Override
    public Connector connector(ConnectorParts parts) {
        return new SalesforceConnector(settings(), parts.http(), parts.vault(), parts.clock());
    }

    private SalesforceSettings settings() {
        URI url = Objects.requireNonNull(baseUrl, "SALESFORCE_BASE_URL");
        return new SalesforceSettings(url, clientId, clientSecret, apiVersion, externalIdField, dailyLimit);
    }
}
