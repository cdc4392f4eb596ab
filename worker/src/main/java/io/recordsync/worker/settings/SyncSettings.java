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
                value = "The rule set; several hold together.",
                allowed = "a preset (default, or a system's own like hubspot-only), a rule file, or several with commas"
                        + " between",
                byDefault = "default")
        String rules,

        @Setting(
                value = "How long a write may still take effect at a system after its call has ended without an answer;"
                        + " so long nothing newer is sent, so that it cannot be overwritten by something older.",
                byDefault = "10s")
        @DurationMin(millis = 100)
        @DurationMax(minutes = 10)
        Duration lateWriteGrace,

        @Setting(
                value = "How long a parked delivery with a passing cause waits before it is tried again; doubles each"
                        + " time.",
                byDefault = "5m")
        @DurationMin(seconds = 1)
        Duration slowRetry,

        @Setting(value = "The longest wait between two such tries.", byDefault = "6h") @DurationMin(seconds = 1)
        Duration slowRetryMax,

        @Setting(
                value = "How long a delivery stays parked before its workflow ends as failed; it can be retried after"
                        + " that too.",
                byDefault = "30d")
        @DurationMin(seconds = 1)
        Duration parkTime,

        @Setting(
                value = "The percent of an account's calls a day that are kept back for live changes: background work,"
                        + " such as describing a system, stops when only they are left, while deliveries go on to"
                        + " the limit.",
                byDefault = "10")
        @Min(0) @Max(90) int liveShare) {}
