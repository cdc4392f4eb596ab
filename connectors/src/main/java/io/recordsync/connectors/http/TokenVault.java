package io.recordsync.connectors.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Stores the newest token of each account for all who share the account. */
@FunctionalInterface
public interface TokenVault {

    /**
     * Passes the account's token to one caller at a time, among all threads and processes, and stores the token that
     * the update returns. If the update fails, nothing changes.
     *
     * @param within how long the update takes at most, and how long to wait for the updates of others
     * @return the token that is stored now
     * @throws io.recordsync.connectors.CallDeferredException when the vault cannot be read or written now
     */
    Token update(String account, Duration within, Function<Optional<Token>, Token> update);

    /** A vault for one process only, in memory. */
    static TokenVault inMemory() {
        Map<String, Token> tokens = new ConcurrentHashMap<>();
        return (account, within, update) ->
                tokens.compute(account, (name, kept) -> update.apply(Optional.ofNullable(kept)));
    }
}
