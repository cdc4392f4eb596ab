package io.recordsync.worker.systems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.http.Token;
import io.recordsync.connectors.http.TokenVault;
import io.recordsync.process.StartException;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.worker.settings.CredentialSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StoredTokensTest {

    private static final CredentialSettings KEY =
            new CredentialSettings(Base64.getEncoder().encodeToString(new byte[32]));
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final Token TOKEN = new Token(
            "access",
            Optional.of("refresh"),
            Instant.EPOCH,
            Optional.of(Instant.EPOCH.plusSeconds(7_200)),
            Optional.of("account"));

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture();

    @Test
    void anotherProcessFindsTheTokenAsItWasKept() {
        vault(KEY).update("outreach:a", WITHIN, kept -> TOKEN);

        assertThat(vault(KEY).update("outreach:a", WITHIN, Optional::orElseThrow))
                .isEqualTo(TOKEN);
    }

    @Test
    void withoutAKeyNothingIsStored() {
        vault(new CredentialSettings("")).update("outreach:a", WITHIN, kept -> TOKEN);

        assertThat(fixture.store().credentials().changed()).isEmpty();
    }

    @Test
    void whileTheDatabaseIsAwayNoTokenIsAskedForAndTheCallWaits() {
        fixture.database().goAway();

        assertThatThrownBy(() -> vault(KEY).update("outreach:a", WITHIN, kept -> fail("asked for")))
                .isInstanceOf(CallDeferredException.class)
                .hasMessageContaining("the database is unavailable");

        fixture.database().comeBack();
    }

    @Test
    void whileAnotherProcessFetchesTheTokenTheCallWaits() {
        vault(KEY).update("outreach:a", WITHIN, kept -> {
            assertThatThrownBy(() -> vault(KEY).update("outreach:a", Duration.ZERO, same -> fail("asked for")))
                    .isInstanceOf(CallDeferredException.class)
                    .hasMessageContaining("another process");
            return TOKEN;
        });
    }

    @Test
    void aKeyThatIsNoneStopsTheStart() {
        assertThatThrownBy(() -> vault(new CredentialSettings("secret")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("openssl rand")
                .hasMessageNotContaining("secret is");
    }

    private TokenVault vault(CredentialSettings settings) {
        return StoredTokens.of(settings, fixture.store().credentials());
    }
}
