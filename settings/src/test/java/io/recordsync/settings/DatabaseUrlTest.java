package io.recordsync.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "postgres://u:p%40+w@db:5433/app?sslmode=require,jdbc:postgresql://db:5433/app?sslmode=require,u,p@+w",
        "postgresql://u@db/app,jdbc:postgresql://db/app,u,",
        "postgres://db/app,jdbc:postgresql://db/app,,",
        "jdbc:postgresql://db/app?user=u&password=p,jdbc:postgresql://db/app?user=u&password=p,,"
    })
    void bothFormsAreRead(String text, String jdbc, String username, String password) {
        assertThat(DatabaseUrl.valueOf(text))
                .isEqualTo(new DatabaseUrl(jdbc, Optional.ofNullable(username), Optional.ofNullable(password)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://u:s3cret@db/app",
                "u:s3cret@db",
                "postgres://u:s3cret@/app",
                "postgres://u:s3cret@db",
                "p s3cret",
                "postgres:s3cret"
            })
    void anythingElseIsRefusedWithoutBeingShown(String text) {
        SettingSources sources = new SettingSources(Map.of(), Map.of("DATABASE_URL", text), Optional.empty());
        assertThatThrownBy(() -> Settings.read(
                        Catalogue.ofClassPath(), sources, Catalogue.of(List.of(LedgerDatabaseSettings.class))))
                .isInstanceOf(SettingException.class)
                .hasMessage("DATABASE_URL is set to a value that is not shown, but must be"
                        + " jdbc:postgresql://host:port/database or postgres://user:password@host:port/database.");
    }

    @Test
    void userAndPasswordAreNeverShown() {
        assertThat(DatabaseUrl.valueOf("jdbc:postgresql://u:s3cret@db/app?password=s3cret"))
                .hasToString("postgresql://db/app");
        assertThat(DatabaseUrl.valueOf("postgres://u:s3cret@db/app")).hasToString("postgresql://db/app");
    }
}
