package io.recordsync.worker.settings;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.pipedrive.PipedriveConnector;
import io.recordsync.connectors.pipedrive.PipedriveSettings;
import io.recordsync.settings.Setting;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The Pipedrive company. */
@ConfigurationProperties("pipedrive")
public record PipedriveAccount(
        @Setting(
                value = "The company's own address at Pipedrive; links to its pages begin with it.",
                allowed = "an address like https://company.pipedrive.com")
        @DefaultValue("https://api.pipedrive.com")
        URI baseUrl,

        @Setting(value = "The personal API token of a user who sees and may change all that is synced.", secret = true)
        @DefaultValue("")
        String apiToken,

        @Setting("The name of the custom text field that holds our record id, on each object.")
        @DefaultValue(PipedriveSettings.DEFAULT_RECORD_ID_FIELD)
        @NotBlank @Size(max = 255) String recordIdField,

        @Setting("The calls that the plan allows in any 2 seconds; 0 for no limit.") @DefaultValue("20") @Min(0) int burstLimit,

        @Setting(
                "The tokens that the company has in 24 hours, of which each call costs some; 0 for no limit. The default is one seat's on the"
                        + " Lite plan.")
        @DefaultValue("30000")
        @Min(0) long dailyTokens,

        @Setting(
                "How many of the records made last are looked through before one is created, as the search may not know of them yet; 0 to trust"
                        + " the search.")
        @DefaultValue("200")
        @Min(0) @Max(500) int newestChecked)
        implements SystemAccount {

    @Override
    public String system() {
        return PipedriveConnector.SYSTEM;
    }

    @Override
    public boolean isConfigured() {
        return !apiToken.isBlank();
    }

    @Override
    public String whatItNeeds() {
        return "PIPEDRIVE_API_TOKEN";
    }

    @Override
    public Connector connector(ConnectorParts parts) {
        PipedriveSettings settings =
                new PipedriveSettings(baseUrl, apiToken, recordIdField, burstLimit, dailyTokens, newestChecked);
        return new PipedriveConnector(settings, parts.http(), parts.clock());
    }
}
