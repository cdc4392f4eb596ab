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
                value = "The largest number of deliveries in progress for one tenant at one system. Reading"
                        + " pauses when all of them have reached it, and resumes when one has fallen to half"
                        + " of it.",
                byDefault = "20000")
        @Min(1) @Max(1_000_000) int maxInFlight,

        @Setting(
                value = "The largest number of unsettled deliveries, including those that wait for a system"
                        + " that is down, for a worker, or longer than a minute for their next attempt. Above"
                        + " it, reading pauses and an alert is logged.",
                byDefault = "200000")
        @Min(1) @Max(100_000_000) int unsettledCeiling,

        @Setting(
                value = "If one poll has at least this number of changes, or this number of deliveries is"
                        + " in progress, changes are sent in chunks, not each in its record's own workflow.",
                byDefault = "20")
        @Min(2) @Max(1_000_000) int batchThreshold,

        @Setting(value = "The size limit of a chunk, in records.", byDefault = "1000") @Min(2) @Max(2000) int maxChunk,

        @Setting(
                value = "The time between two polls that are not full while changes are sent in chunks. A"
                        + " longer time makes fuller chunks.",
                byDefault = "200ms")
        @DurationMin(millis = 0)
        @DurationMax(seconds = 10)
        Duration flushInterval,

        @Setting(
                value = "The interval at which the starter looks for records that have been unsettled for at least"
                        + " this time although no workflow works on them. It starts their workflows again.",
                byDefault = "60s")
        @DurationMin(millis = 100)
        @DurationMax(hours = 1)
        Duration sweepEvery) {}
