package io.recordsync.starter.bridge.load;

import io.recordsync.settings.api.Setting;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The limits on work under way, and the interval of the sweep. */
@ConfigurationProperties("bridge")
public record BridgeSettings(
        @Setting(
                value = "Above so many deliveries under way for one tenant at one system its share is full; reading"
                        + " pauses while the share of each is, and goes on when one is down to half.",
                byDefault = "20000")
        @Min(1) @Max(1_000_000) int maxInFlight,

        @Setting(
                value = "Above so many unsettled deliveries, with those that wait for a system that is down or that no"
                        + " worker serves, or longer than a minute for their next attempt, reading pauses and an"
                        + " alert is logged.",
                byDefault = "200000")
        @Min(1) @Max(100_000_000) int unsettledCeiling,

        @Setting(
                value = "From so many changes in one poll, or deliveries under way, changes go on in chunks instead of"
                        + " each in a workflow of its record.",
                byDefault = "20")
        @Min(2) @Max(1_000_000) int batchThreshold,

        @Setting(value = "How many records a chunk holds at most.", byDefault = "1000") @Min(2) @Max(2000) int maxChunk,

        @Setting(
                value = "How far apart polls that are not full are while changes go in chunks, so that chunks fill.",
                byDefault = "200ms")
        @DurationMin(millis = 0)
        @DurationMax(seconds = 10)
        Duration flushInterval,

        @Setting(
                value = "After how long a record that nobody works on is seen to, and how often that is looked for.",
                byDefault = "60s")
        @DurationMin(millis = 100)
        @DurationMax(hours = 1)
        Duration sweepEvery) {}
