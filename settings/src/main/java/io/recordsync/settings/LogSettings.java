package io.recordsync.settings;

import io.recordsync.settings.api.Setting;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** What is logged, where and how. */
@ConfigurationProperties("log")
public record LogSettings(
        @Setting(
                value = "From which level on recordsync logs. Libraries log from warn on, because their finer levels"
                        + " show record content.",
                byDefault = "info")
        Level level,

        @Setting(
                value = "Lines for people, JSON objects with the fields of logstash, or auto: lines on a terminal,"
                        + " else JSON.",
                byDefault = "auto")
        Format format,

        @Setting("A file to log to as well; rotated at 10 MB.") @Nullable Path file) {

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
    boolean isJson(boolean terminal) {
        return format == Format.JSON || format == Format.AUTO && !terminal;
    }
}
