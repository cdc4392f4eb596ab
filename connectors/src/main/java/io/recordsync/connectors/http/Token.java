package io.recordsync.connectors.http;

import io.recordsync.connectors.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An access token as the vendor issued it. Its text shows no secret.
 *
 * @param access the token that calls carry
 * @param refresh the newest refresh token, with which the next access token is requested
 * @param issued when it was issued
 * @param ends when it expires; empty if the vendor does not say
 * @param account the vendor's own id of the account, if it came with the token
 */
public record Token(
        String access, Optional<String> refresh, Instant issued, Optional<Instant> ends, Optional<String> account) {

    private static final Duration MAX_MARGIN = Duration.ofMinutes(5);

    /**
     * Whether the token stays valid for longer than a tenth of its lifetime, or five minutes if that is less. After
     * that a new one should be fetched.
     */
    public boolean isFresh(Instant now) {
        return ends.map(end -> now.isBefore(end.minus(margin(end)))).orElse(true);
    }

    private Duration margin(Instant end) {
        Duration tenth = Duration.between(issued, end).dividedBy(10);
        return Durations.shorter(tenth, MAX_MARGIN);
    }

    @Override
    public String toString() {
        return "Token[issued=%s, ends=%s]"
                .formatted(issued, ends.map(Instant::toString).orElse("unknown"));
    }
}
