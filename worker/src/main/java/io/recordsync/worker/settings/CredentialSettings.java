package io.recordsync.worker.settings;

import io.recordsync.settings.api.Setting;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** How the credentials that systems change are stored. */
@ConfigurationProperties("credentials")
public record CredentialSettings(
        @Setting(
                value = "The key that encrypts access and refresh tokens in the database, where all workers"
                        + " share them. Without it, each process keeps its own tokens in memory, and systems"
                        + " with refresh tokens cannot be used.",
                allowed = "32 bytes in base64, as `openssl rand -base64 32` prints them",
                secret = true)
        String key) {

    public boolean isSet() {
        return !key.isBlank();
    }

    @Override
    public String toString() {
        return "CredentialSettings[%s]".formatted(isSet() ? "set" : "not set");
    }
}
