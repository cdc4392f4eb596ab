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
public record LedgerDatabaseSettings(
        @Setting(
                value = "The URL of PostgreSQL. It may contain user and password.",
                allowed = "jdbc:postgresql://host:port/database or postgres://user:password@host:port/database",
                secret = true,
                byDefault = "postgres://recordsync:recordsync@localhost:5432/recordsync")
        DatabaseUrl url,

        @Setting("The database's user, if the URL contains none.") @Nullable String username,

        @Setting(value = "The database's password, if the URL contains none.", secret = true) @Nullable String password,

        @Setting(value = "The largest number of open connections.", byDefault = "10") @Min(2) @Max(200) int poolSize,

        @Setting(
                value = "The timeout of one statement that updates the tables when a new build starts."
                        + " Other processes wait for it at most as long. A bare number is seconds.",
                byDefault = "1h")
        @DurationMin(seconds = 1)
        @DurationMax(days = 7)
        Duration migrationTimeout) {

    public Optional<String> user() {
        return url.username().or(() -> Optional.ofNullable(username));
    }

    public Optional<String> secret() {
        return url.password().or(() -> Optional.ofNullable(password));
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
