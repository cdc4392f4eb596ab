package io.recordsync.worker.settings;

import io.recordsync.settings.api.Setting;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The waits between attempts. */
@ConfigurationProperties("retry")
public record RetrySettings(
        @Setting(
                value = "The variation of the delays of 2, 4, 8, 16 and 32 s between retries: full takes a random"
                        + " part of each, none takes the whole delay.",
                byDefault = "full")
        Jitter jitter) {

    public enum Jitter {
        FULL,
        NONE
    }
}
