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
                value = "How long a start waits for each of its servers (PostgreSQL, Temporal, Kafka) to answer,"
                        + " before the process ends with the reason; a bare number is seconds.",
                byDefault = "1m")
        @DurationMin(millis = 0)
        @DurationMax(hours = 1)
        Duration timeout) {}
