package io.recordsync.settings;

import io.recordsync.settings.api.Setting;
import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The address and the namespace of Temporal. */
@ConfigurationProperties("temporal")
public record TemporalSettings(
        @Setting(value = "The address of Temporal's frontend.", allowed = "host:port", byDefault = "localhost:7233")
        @Pattern(regexp = "[^\\s:/]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}") String address,

        @Setting(value = "The namespace in Temporal.", byDefault = "default")
        String namespace) {}
