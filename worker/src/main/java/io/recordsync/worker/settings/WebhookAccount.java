package io.recordsync.worker.settings;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.webhook.WebhookConnector;
import io.recordsync.connectors.webhook.WebhookSettings;
import io.recordsync.settings.Setting;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The receiver of webhooks. */
@ConfigurationProperties("webhook")
public record WebhookAccount(
        @Setting(
                value = "Where the receiver takes messages.",
                allowed = "an address like https://acme.example/hooks; http only with WEBHOOK_ALLOW_PRIVATE")
        @Nullable URI url,

        @Setting(
                value = "The secret that messages are signed with, after the Standard Webhooks specification.",
                allowed = "whsec_ and 24 to 64 bytes in base64",
                secret = true)
        @DefaultValue("")
        String secret,

        @Setting("Whether the receiver may have a private address (this machine, a private network), and plain http.")
        @DefaultValue("false")
        boolean allowPrivate)
        implements SystemAccount {

    @Override
    public String system() {
        return "webhook";
    }

    @Override
    public boolean isConfigured() {
        return url != null && !secret.isBlank();
    }

    @Override
    public String whatItNeeds() {
        return "WEBHOOK_URL and WEBHOOK_SECRET";
    }

    @Override
    public Connector connector(ConnectorParts parts) {
        WebhookSettings settings =
                new WebhookSettings(Objects.requireNonNull(url, "WEBHOOK_URL"), secret, allowPrivate);
        return new WebhookConnector(settings, parts.http(), parts.clock());
    }
}
