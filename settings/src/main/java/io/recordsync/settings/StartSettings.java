package io.recordsync.settings;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/** How a process starts. */
@ConfigurationProperties("start")
public record StartSettings(
        @Setting(
                "How long a start waits for each of its servers (PostgreSQL, Temporal, Kafka) to answer, before the process ends with the reason;"
                        + " a bare number is seconds.")
        @DefaultValue("1m")
        @DurationUnit(ChronoUnit.SECONDS)
        @DurationMin(millis = 0)
        @DurationMax(hours = 1)
        Duration timeout) {}
