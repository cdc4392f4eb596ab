package io.recordsync.settings;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Where PostgreSQL is. */
@ConfigurationProperties("database")
public record DatabaseSettings(
        @Setting(
                value = "Where PostgreSQL is; user and password may be in it.",
                allowed = "jdbc:postgresql://host:port/database or postgres://user:password@host:port/database",
                secret = true)
        @DefaultValue("postgres://recordsync:recordsync@localhost:5432/recordsync")
        DatabaseUrl url,

        @Setting("The database's user, where the URL has none.") @Nullable String username,

        @Setting(value = "The database's password, where the URL has none.", secret = true) @Nullable String password,

        @Setting("How many connections a process keeps at most.") @DefaultValue("10") @Min(2) @Max(200) int poolSize) {

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
