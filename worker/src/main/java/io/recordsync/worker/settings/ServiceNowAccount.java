package io.recordsync.worker.settings;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.servicenow.ServiceNowConnector;
import io.recordsync.connectors.servicenow.ServiceNowSettings;
import io.recordsync.settings.Setting;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The ServiceNow instance. */
@ConfigurationProperties("servicenow")
public record ServiceNowAccount(
        @Setting(value = "The instance's address.", allowed = "an address like https://acme.service-now.com") @Nullable
        URI baseUrl,

        @Setting("The integration user.") @DefaultValue("") String username,

        @Setting(value = "The integration user's password.", secret = true) @DefaultValue("")
        String password,

        @Setting(
                "The OAuth client's id. With a user name too, tokens are asked for by the password grant; without one by client credentials;"
                        + " without a client, HTTP Basic is used.")
        @DefaultValue("")
        String clientId,

        @Setting(value = "The OAuth client's secret.", secret = true) @DefaultValue("")
        String clientSecret,

        @Setting(value = "The version of the Table API.", allowed = "v2 or later")
        @DefaultValue(ServiceNowSettings.DEFAULT_API_VERSION)
        @Pattern(regexp = "v[2-9]") String apiVersion,

        @Setting("The column that holds our record id, unique, in each table that rules name.")
        @DefaultValue(ServiceNowSettings.DEFAULT_RECORD_ID_FIELD)
        @Pattern(regexp = "[a-z][a-z0-9_]{0,79}") String recordIdField,

        @Setting("The calls that the instance's rate rule allows the user in an hour; 0 where there is no rule.")
        @DefaultValue("0")
        @Min(0) int hourlyLimit,

        @Setting("Whether each request in a batch counts against that rule by itself.") @DefaultValue("false")
        boolean batchItemsCount)
        implements SystemAccount {

    @Override
    public String system() {
        return "servicenow";
    }

    @Override
    public boolean isConfigured() {
        boolean user = !username.isBlank() && !password.isBlank();
        boolean client = !clientId.isBlank() && !clientSecret.isBlank();
        return baseUrl != null && (user || client);
    }

    @Override
    public String whatItNeeds() {
        return "SERVICENOW_BASE_URL, SERVICENOW_USERNAME and SERVICENOW_PASSWORD (or SERVICENOW_CLIENT_ID and SERVICENOW_CLIENT_SECRET)";
    }

    @Override
    public Connector connector(ConnectorParts parts) {
        return new ServiceNowConnector(settings(), parts.http(), parts.vault(), parts.clock());
    }

    private ServiceNowSettings settings() {
        return new ServiceNowSettings(
                Objects.requireNonNull(baseUrl, "SERVICENOW_BASE_URL"),
                given(username),
                given(password),
                given(clientId),
                given(clientSecret),
                apiVersion,
                recordIdField,
                hourlyLimit,
                batchItemsCount);
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(any -> !any.isBlank());
    }
}
