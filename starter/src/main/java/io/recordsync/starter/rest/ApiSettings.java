package io.recordsync.starter.rest;

import io.recordsync.settings.api.Setting;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The address of the REST API. The starter serves it, and the commands use it. */
@ConfigurationProperties("api")
public record ApiSettings(
        @Setting(value = "The REST API's port; 0 for any free one.", byDefault = "8000") @Min(0) @Max(65535) int port,

        @Setting(
                value = "The address at which the commands reach the REST API.",
                allowed = "an http:// or https:// address",
                byDefault = "http://127.0.0.1:8000")
        @Pattern(regexp = "https?://[^\\s?#]+") String url) {}
