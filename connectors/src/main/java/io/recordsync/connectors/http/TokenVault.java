package io.recordsync.connectors.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Keeps the newest token of each account for all who share it. */
@FunctionalInterface
public interface TokenVault {

    /**
     * Shows the account's token to one caller at a time, of all threads and processes, and keeps what that one makes of it. When the update
     * fails, nothing changes.
     *
     * @param within how long the update takes at most, and how long to wait for those of others
     * @return what is kept from now on
     * @throws io.recordsync.connectors.CallDeferredException when nothing can be read or kept now
     */
    Token update(String account, Duration within, Function<Optional<Token>, Token> update);

    /** For one process alone; it ends with it. */
    static TokenVault inMemory() {
        Map<String, Token> tokens = new ConcurrentHashMap<>();
        return (account, within, update) ->
                tokens.compute(account, (name, kept) -> update.apply(Optional.ofNullable(kept)));
    }
}
