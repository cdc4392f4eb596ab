package io.recordsync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CredentialStoreTest {

    private static final SecretKey KEY = key(1);

    @RegisterExtension
    static final Database DATABASE = new Database();

    private final CredentialStore credentials = DATABASE.store().credentials();

    @Test
    void whatIsKeptIsShownToTheNext() {
        assertThat(credentials.update("outreach:a", KEY, kept -> kept.orElse("first")))
                .isEqualTo("first");
        assertThat(credentials.update("outreach:a", KEY, kept -> kept.orElse("") + "+"))
                .isEqualTo("first+");
        assertThat(credentials.update("outreach:b", KEY, kept -> kept.orElse("none")))
                .isEqualTo("none");
        assertThat(credentials.changed()).containsOnlyKeys("outreach:a", "outreach:b");
    }

    @Test
    void anUpdateThatFailsKeepsWhatWas() {
        credentials.update("a", KEY, kept -> "first");

        assertThatThrownBy(() -> credentials.update("a", KEY, kept -> {
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");
        assertThat(credentials.update("a", KEY, Optional::orElseThrow)).isEqualTo("first");
    }

    @Test
    void noUpdateIsLostWhenManyComeAtOnce() throws Exception {
        credentials.update("crowd", KEY, kept -> "0");
        Crowd.of(6, (thread, random) -> {
            for (int i = 0; i < 10; i++) {
                credentials.update("crowd", KEY, kept -> String.valueOf(Integer.parseInt(kept.orElseThrow()) + 1));
            }
        });
        assertThat(credentials.update("crowd", KEY, Optional::orElseThrow)).isEqualTo("60");
    }

    @Test
    void theDatabaseHoldsNothingReadable() {
        credentials.update("a", KEY, kept -> "refresh-token-marker");

        byte[] stored = DATABASE.jdbc()
                .sql("select secret from credential")
                .query(byte[].class)
                .single();

        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("marker");
    }

    @Test
    void anotherKeyOrAnotherAccountsSecretIsSaidClearly() {
        credentials.update("a", KEY, kept -> "secret-marker");

        assertThatThrownBy(() -> credentials.update("a", key(2), Optional::orElseThrow))
                .isInstanceOf(CannotDecryptException.class)
                .hasMessageContaining("CREDENTIALS_KEY")
                .hasMessageNotContaining("marker");
        DATABASE.jdbc().sql("update credential set account = 'b'").update();
        assertThatThrownBy(() -> credentials.update("b", KEY, Optional::orElseThrow))
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
}
