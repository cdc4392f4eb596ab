package io.recordsync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.recordsync.store.account.CannotDecryptException;
import io.recordsync.store.account.CredentialStore;
import io.recordsync.store.account.SecretKey;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class CredentialStoreTest {

    private static final SecretKey KEY = key(1);
    private static final Duration WITHIN = Duration.ofSeconds(30);

    @RegisterExtension
    static final Database DATABASE = new Database();

    private final CredentialStore credentials = DATABASE.store().credentials();

    @Test
    void whatIsKeptIsShownToTheNext() {
        assertThat(credentials.update("outreach:a", KEY, WITHIN, kept -> kept.orElse("first")))
                .isEqualTo("first");
        assertThat(credentials.update("outreach:a", KEY, WITHIN, kept -> kept.orElse("") + "+"))
                .isEqualTo("first+");
        assertThat(credentials.update("outreach:b", KEY, WITHIN, kept -> kept.orElse("none")))
                .isEqualTo("none");
        assertThat(credentials.changed()).containsOnlyKeys("outreach:a", "outreach:b");
    }

    @Test
    void anUpdateThatFailsKeepsWhatWas() {
        credentials.update("a", KEY, WITHIN, kept -> "first");

        assertThatThrownBy(() -> credentials.update("a", KEY, WITHIN, kept -> {
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");
        assertThat(credentials.update("a", KEY, WITHIN, Optional::orElseThrow)).isEqualTo("first");
    }

    @Test
    void noUpdateIsLostWhenManyComeAtOnce() throws Exception {
        credentials.update("crowd", KEY, WITHIN, kept -> "0");
        Crowd.of(6, (thread, random) -> {
            for (int i = 0; i < 10; i++) {
                credentials.update(
                        "crowd", KEY, WITHIN, kept -> String.valueOf(Integer.parseInt(kept.orElseThrow()) + 1));
            }
        });
        assertThat(credentials.update("crowd", KEY, WITHIN, Optional::orElseThrow))
                .isEqualTo("60");
    }

    /** An update calls the vendor, which needs a permit. The permit needs a connection from the same pool. */
    @Test
    void anUpdateHoldsNoConnectionWhileItRuns() {
        try (HikariDataSource one = Database.pool(DATABASE.url())) {
            one.setMaximumPoolSize(1);
            one.setConnectionTimeout(500);
            Store store = Store.on(one);

            String kept = store.credentials().update("a", KEY, WITHIN, before -> {
                store.backlog().unsettled();
                return "kept";
            });

            assertThat(kept).isEqualTo("kept");
        }
    }

    /** Each thread waits for all updates before its own. One update takes half as long as a statement may take. */
    @Test
    void noStatementLastsAsLongAsTheWaitForAnotherProcess() throws Exception {
        try (HikariDataSource brief = Database.pool(DATABASE.url() + "&socketTimeout=1")) {
            CredentialStore impatient = Store.open(brief).credentials();
            Crowd.of(
                    4,
                    (thread, random) -> impatient.update("crowd", KEY, WITHIN, kept -> {
                        DATABASE.jdbc().sql("select pg_sleep(0.5)").query(row -> {});
                        return kept.orElse("") + ".";
                    }));
            assertThat(impatient.update("crowd", KEY, WITHIN, Optional::orElseThrow))
                    .isEqualTo("....");
        }
    }

    @Test
    void whoeverWaitsLongerThanHisTimeIsToldThatOthersHaveIt() {
        credentials.update("a", KEY, WITHIN, kept -> {
            assertThatThrownBy(() -> credentials.update("a", KEY, Duration.ZERO, same -> "second"))
                    .isInstanceOf(CannotAcquireLockException.class)
                    .hasMessageContaining("another process");
            return "first";
        });

        assertThat(credentials.update("a", KEY, Duration.ZERO, Optional::orElseThrow))
                .isEqualTo("first");
    }

    @Test
    void theTurnOfAProcessThatDiedEndsByItself() {
        DATABASE.jdbc()
                .sql("insert into credential_turn values ('a', 7, clock_timestamp() + interval '300 ms')")
                .update();

        assertThat(credentials.update("a", KEY, WITHIN, kept -> "next")).isEqualTo("next");
    }

    /** A refresh token may be valid for one use only. The token that replaces it must not be lost. */
    @Test
    void whatAnUpdateBroughtIsKeptWhenTheDatabaseIsBackAndIsUsedByNobodyBefore() throws Exception {
        credentials.update("a", KEY, WITHIN, kept -> "once");
        AtomicBoolean away = new AtomicBoolean();
        CredentialStore cutOff =
                Store.on(new FickleSource(DATABASE.pool(), away)).credentials();

        String given = cutOff.update("a", KEY, WITHIN, kept -> {
            away.set(true);
            return "next of " + kept.orElseThrow();
        });
        assertThat(given).isEqualTo("next of once");
        assertThatThrownBy(() -> credentials.update("a", KEY, Duration.ZERO, Optional::orElseThrow))
                .isInstanceOf(CannotAcquireLockException.class);
        away.set(false);

        assertThat(credentials.update("a", KEY, WITHIN, Optional::orElseThrow)).isEqualTo("next of once");
    }

    @Test
    void theDatabaseHoldsNothingReadable() {
        credentials.update("a", KEY, WITHIN, kept -> "refresh-token-marker");

        byte[] stored = DATABASE.jdbc()
                .sql("select secret from credential")
                .query(byte[].class)
                .single();

        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("marker");
    }

    @Test
    void anotherKeyOrAnotherAccountsSecretIsSaidClearly() {
        credentials.update("a", KEY, WITHIN, kept -> "secret-marker");

        assertThatThrownBy(() -> credentials.update("a", key(2), WITHIN, Optional::orElseThrow))
                .isInstanceOf(CannotDecryptException.class)
                .hasMessageContaining("CREDENTIALS_KEY")
                .hasMessageNotContaining("marker");
        DATABASE.jdbc().sql("update credential set account = 'b'").update();
        assertThatThrownBy(() -> credentials.update("b", KEY, WITHIN, Optional::orElseThrow))
                .isInstanceOf(CannotDecryptException.class);
    }

    @Test
    void aKeyHas32Bytes() {
        assertThatThrownBy(() -> SecretKey.of("c2hvcnQ=")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SecretKey.of("no base64!")).isInstanceOf(IllegalArgumentException.class);
    }

    private static SecretKey key(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return SecretKey.of(Base64.getEncoder().encodeToString(bytes));
    }

    /** Refuses connections while {@code away} is set. */
    private static final class FickleSource extends DelegatingDataSource {

        private final AtomicBoolean away;

        FickleSource(DataSource database, AtomicBoolean away) {
            super(database);
            this.away = away;
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (away.get()) {
                throw new SQLTransientConnectionException("away");
            }
            return super.getConnection();
        }
    }
}
