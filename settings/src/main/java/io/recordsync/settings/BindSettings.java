package io.recordsync.settings;

import io.recordsync.settings.api.Setting;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The address on which this process serves HTTP. */
@ConfigurationProperties("bind")
public record BindSettings(
        @Setting(
                value = "The address on which HTTP is served: 127.0.0.1 for this machine alone, 0.0.0.0 for all.",
                allowed = "an IP address or a host name of this machine",
                byDefault = "127.0.0.1")
        String address) {}
