package io.recordsync.settings;

import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The address and the namespace of Temporal. */
@ConfigurationProperties("temporal")
public record TemporalSettings(
        @Setting(value = "Where Temporal's frontend is.", allowed = "host:port")
        @DefaultValue("localhost:7233")
        @Pattern(regexp = "[^\\s:/]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}") String address,

        @Setting("The namespace in Temporal.") @DefaultValue("default")
        String namespace) {}
