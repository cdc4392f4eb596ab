package io.recordsync.settings;

import io.recordsync.settings.api.Setting;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The address of PostgreSQL, and how it is used. */
@ConfigurationProperties("database")
public record DatabaseSettings(
        @Setting(
                value = "Where PostgreSQL is; user and password may be in it.",
                allowed = "jdbc:postgresql://host:port/database or postgres://user:password@host:port/database",
                secret = true,
                byDefault = "postgres://recordsync:recordsync@localhost:5432/recordsync")
        DatabaseUrl url,

        @Setting("The database's user, where the URL has none.") @Nullable String username,

        @Setting(value = "The database's password, where the URL has none.", secret = true) @Nullable String password,

        @Setting(value = "How many connections a process keeps at most.", byDefault = "10") @Min(2) @Max(200) int poolSize,

        @Setting(
                value = "How long one statement may take that brings the tables up to date at the start of a new"
                        + " build, and how long others wait for it; a bare number is seconds.",
                byDefault = "1h")
        @DurationMin(seconds = 1)
        @DurationMax(days = 7)
        Duration migrationTimeout) {

    Optional<String> user() {
        return url.username().or(() -> Optional.ofNullable(username));
    }

    Optional<String> secret() {
        return url.password().or(() -> Optional.ofNullable(password));
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
