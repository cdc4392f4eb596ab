package io.recordsync.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The waits between attempts. */
@ConfigurationProperties("retry")
public record RetrySettings(
        @Setting(
                "How the waits of 2, 4, 8, 16, 32 s are spread: full takes a random part of each, none takes them as they are.")
        @DefaultValue("full")
        Jitter jitter) {

    public enum Jitter {
        FULL,
        NONE
    }
}
