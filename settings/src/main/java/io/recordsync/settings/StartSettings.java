package io.recordsync.settings;

import io.recordsync.settings.api.Setting;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** How a process starts. */
@ConfigurationProperties("start")
public record StartSettings(
        @Setting(
                value = "The longest time that a process waits at its start for each server (PostgreSQL, Temporal,"
                        + " Kafka). If a server does not answer in this time, the process ends. A bare number"
                        + " is seconds.",
                byDefault = "1m")
        @DurationMin(millis = 0)
        @DurationMax(hours = 1)
        Duration timeout) {}
