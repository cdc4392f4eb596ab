package io.recordsync.worker.settings;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.outreach.OutreachConnector;
import io.recordsync.connectors.outreach.OutreachSettings;
import io.recordsync.settings.Setting;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The Outreach app, and the user that it acts for. */
@ConfigurationProperties("outreach")
public record OutreachAccount(
        @Setting(value = "Where Outreach's API is.", allowed = "an address like https://api.outreach.io")
        @DefaultValue("https://api.outreach.io")
        URI baseUrl,

        @Setting("The app's application id.") @DefaultValue("")
        String clientId,

        @Setting(value = "The app's secret.", secret = true) @DefaultValue("")
        String clientSecret,

        @Setting(
                value =
                        "The refresh token that a user's authorization of the app gave; later ones are kept by recordsync.",
                secret = true)
        @DefaultValue("")
        String refreshToken,

        @Setting(
                value = "The app's redirect address, if its requests for tokens must name it.",
                allowed = "an address as the app has it")
        @Nullable String redirectUri,

        @Setting("The calls that the user has in any hour; 0 for no limit.") @DefaultValue("10000") @Min(0) int hourlyLimit)
        implements SystemAccount {

    @Override
    public String system() {
        return "outreach";
    }

    @Override
    public boolean isConfigured() {
        return !clientId.isBlank() && !clientSecret.isBlank() && !refreshToken.isBlank();
    }

    @Override
    public String whatItNeeds() {
        return "OUTREACH_CLIENT_ID, OUTREACH_CLIENT_SECRET and OUTREACH_REFRESH_TOKEN";
    }

    @Override
    public boolean changesCredentials() {
        return true;
    }

    @Override
    public Connector connector(ConnectorParts parts) {
        return new OutreachConnector(settings(), parts.http(), parts.vault(), parts.clock());
    }

    private OutreachSettings settings() {
        return new OutreachSettings(
                baseUrl, clientId, clientSecret, refreshToken, Optional.ofNullable(redirectUri), hourlyLimit);
    }
}
