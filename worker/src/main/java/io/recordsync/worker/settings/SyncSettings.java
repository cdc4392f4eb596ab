package io.recordsync.worker.settings;

import io.recordsync.settings.api.Setting;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** How records are synced. */
@ConfigurationProperties("sync")
public record SyncSettings(
        @Setting(
                value = "The rule set, or several that are used together.",
                allowed = "a preset (default, or a system's own like hubspot-only), a rule file, or a"
                        + " comma-separated list of them",
                byDefault = "default")
        String rules,

        @Setting(
                value = "The longest time for which a write may still take effect at a system after its call has"
                        + " ended without an answer. Nothing newer is sent during this time, so that the late"
                        + " write cannot overwrite it.",
                byDefault = "10s")
        @DurationMin(millis = 100)
        @DurationMax(minutes = 10)
        Duration lateWriteGrace,

        @Setting(
                value = "The delay before a parked delivery with a temporary cause is retried. It doubles"
                        + " after each retry.",
                byDefault = "5m")
        @DurationMin(seconds = 1)
        Duration slowRetry,

        @Setting(value = "The longest delay between two such retries.", byDefault = "6h") @DurationMin(seconds = 1)
        Duration slowRetryMax,

        @Setting(
                value = "The time for which a delivery stays parked before its workflow fails. It can still be"
                        + " retried after that.",
                byDefault = "30d")
        @DurationMin(seconds = 1)
        Duration parkTime,

        @Setting(
                value = "The percentage of an account's daily calls that is reserved for live changes."
                        + " Background work, such as describing a system, stops when only these calls are"
                        + " left; deliveries continue up to the limit.",
                byDefault = "10")
        @Min(0) @Max(90) int liveShare) {}
