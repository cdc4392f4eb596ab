package io.recordsync.worker.systems;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.http.Token;
import io.recordsync.connectors.http.TokenVault;
import io.recordsync.connectors.kinds.SystemKinds;
import io.recordsync.process.StartException;
import io.recordsync.settings.ConfiguredSystem;
import io.recordsync.store.account.CredentialStore;
import io.recordsync.store.account.SecretKey;
import io.recordsync.worker.delivery.retry.DatabaseUnavailable;
import io.recordsync.worker.settings.CredentialSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.json.JsonMapper;

/** Stores tokens in the database, so that all processes have the newest ones. */
public final class StoredTokens implements TokenVault {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration BUSY = Duration.ofSeconds(1);

    private final CredentialStore store;
    private final SecretKey key;

    private StoredTokens(CredentialStore store, SecretKey key) {
        this.store = store;
        this.key = key;
    }

    @Override
    public Token update(String account, Duration within, Function<Optional<Token>, Token> update) {
        try {
            return token(store.update(account, key, within, kept -> text(update.apply(kept.map(StoredTokens::token)))));
        } catch (CannotAcquireLockException e) {
            throw new CallDeferredException(
                    "another process is still requesting the access token of %s; nothing was sent".formatted(account),
                    BUSY);
        } catch (DataAccessException e) {
            throw DatabaseUnavailable.deferred("no access token for a call of " + account);
        }
    }

    /** @throws StartException if the system changes its credentials and there is no key to store them with */
    public static void requireKey(ConfiguredSystem system, CredentialSettings settings) {
        boolean changing = SystemKinds.of(system.kind()).changesCredentials();
        if (system.isConfigured() && changing && !settings.isSet()) {
            throw new StartException(("%s issues a new refresh token with each access token, which must be stored. Set"
                            + " CREDENTIALS_KEY; `openssl rand -base64 32` makes a key.")
                    .formatted(system.name()));
        }
    }

    /** @throws StartException if the key is not valid */
    public static TokenVault of(CredentialSettings settings, CredentialStore store) {
        if (!settings.isSet()) {
            return TokenVault.inMemory();
        }
        try {
            return new StoredTokens(store, SecretKey.of(settings.key()));
        } catch (IllegalArgumentException e) {
            throw new StartException(
                    "CREDENTIALS_KEY must be a key of 32 bytes in base64, as `openssl rand -base64 32` makes it.");
        }
    }

    private static String text(Token token) {
        return JSON.writeValueAsString(token);
    }

    private static Token token(String text) {
        return JSON.readValue(text, Token.class);
    }
}
