package io.recordsync.worker.settings;

import io.recordsync.settings.api.Setting;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The waits between attempts. */
@ConfigurationProperties("retry")
public record RetrySettings(
        @Setting(
                value = "How the waits of 2, 4, 8, 16, 32 s are spread: full takes a random part of each, none takes"
                        + " them as they are.",
                byDefault = "full")
        Jitter jitter) {

    public enum Jitter {
        FULL,
        NONE
    }
}
