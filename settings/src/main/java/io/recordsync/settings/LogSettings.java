package io.recordsync.settings;

import io.recordsync.settings.api.Setting;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** What is logged, where and how. */
@ConfigurationProperties("log")
public record LogSettings(
        @Setting(
                value = "The lowest level that recordsync logs. Libraries log warnings and errors only,"
                        + " because their lower levels contain record content.",
                byDefault = "info")
        Level level,

        @Setting(
                value = "text for people; json for objects with the fields of logstash; auto: text on a"
                        + " terminal, otherwise json.",
                byDefault = "auto")
        Format format,

        @Setting("A file to which the log is written, too. It is rotated at 10 MB.") @Nullable Path file) {

    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    public enum Format {
        AUTO,
        TEXT,
        JSON
    }

    /** @param terminal whether the output goes to a terminal */
    public boolean isJson(boolean terminal) {
        return format == Format.JSON || format == Format.AUTO && !terminal;
    }
}
