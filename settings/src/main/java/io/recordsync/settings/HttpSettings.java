package io.recordsync.settings;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/** Calls to systems. */
@ConfigurationProperties("http")
public record HttpSettings(
        @Setting("How often a delivery is tried again after its first attempt, before it parks.")
        @DefaultValue("5")
        @Min(0) @Max(100) int maxRetries,

        @Setting(
                "How long one call may take, from its connection to the last byte of its answer; a bare number is seconds.")
        @DefaultValue("30s")
        @DurationUnit(ChronoUnit.SECONDS)
        @DurationMin(millis = 100)
        @DurationMax(minutes = 10)
        Duration timeout) {}
