package io.recordsync.worker.settings;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.hubspot.HubSpotConnector;
import io.recordsync.connectors.hubspot.HubSpotSettings;
import io.recordsync.settings.Setting;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The HubSpot account. */
@ConfigurationProperties("hubspot")
public record HubSpotAccount(
        @Setting(value = "Where HubSpot's API is.", allowed = "an address like https://api.hubapi.com")
        @DefaultValue("https://api.hubapi.com")
        URI baseUrl,

        @Setting(value = "The bearer token of a service key or private app.", secret = true) @DefaultValue("")
        String apiToken,

        @Setting(value = "The version of the CRM API.", allowed = "v3, or like 2026-03")
        @DefaultValue(HubSpotSettings.DEFAULT_API_VERSION)
        @Pattern(regexp = "v3|20\\d{2}-\\d{2}") String apiVersion,

        @Setting("The custom property with unique values that holds our record id.")
        @DefaultValue(HubSpotSettings.DEFAULT_UNIQUE_PROPERTY)
        @Pattern(regexp = "[a-z][a-z0-9_]{0,99}") String uniqueProperty,

        @Setting("The calls that the account allows in any 10 seconds; 0 for no limit.") @DefaultValue("100") @Min(0) int windowLimit,

        @Setting("The searches that the account allows in any second; 0 for no limit.") @DefaultValue("5") @Min(0) int searchLimit,

        @Setting("The calls that the account allows in 24 hours; 0 for no limit.") @DefaultValue("250000") @Min(0) long dailyLimit,

        @Setting(value = "The account's number (Hub ID), for links to its pages.", allowed = "a number")
        @Nullable @Pattern(regexp = "\\d{1,15}") String portalId)
        implements SystemAccount {

    @Override
    public String system() {
        return "hubspot";
    }

    @Override
    public boolean isConfigured() {
        return !apiToken.isBlank();
    }

    @Override
    public String whatItNeeds() {
        return "HUBSPOT_API_TOKEN";
    }

    @Override
    public Connector connector(ConnectorParts parts) {
        return new HubSpotConnector(settings(), parts.http(), parts.clock());
    }

    private HubSpotSettings settings() {
        return new HubSpotSettings(
                baseUrl,
                apiToken,
                apiVersion,
                uniqueProperty,
                windowLimit,
                searchLimit,
                dailyLimit,
                Optional.ofNullable(portalId));
    }
}
