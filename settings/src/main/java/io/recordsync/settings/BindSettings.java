package io.recordsync.settings;

import io.recordsync.settings.api.Setting;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The address on which this process serves HTTP. */
@ConfigurationProperties("bind")
public record BindSettings(
        @Setting(
                value = "The address on which the process serves HTTP: 127.0.0.1 for this machine only,"
                        + " 0.0.0.0 for all networks.",
                allowed = "an IP address or a host name of this machine",
                byDefault = "127.0.0.1")
        String address) {}
