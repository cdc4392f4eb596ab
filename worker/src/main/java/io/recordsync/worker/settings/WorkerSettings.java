package io.recordsync.worker.settings;

import io.recordsync.settings.Setting;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The worker process. */
@ConfigurationProperties("worker")
public record WorkerSettings(
        @Setting("Where a worker serves its health and metrics; 0 takes any port that is free.")
        @DefaultValue("8001")
        @Min(0) @Max(65535) int port,

        @Setting("How many deliveries to one system a worker carries out at a time.")
        @DefaultValue("50")
        @Min(1) @Max(10000) int slots) {}
