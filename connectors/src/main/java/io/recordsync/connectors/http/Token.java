package io.recordsync.connectors.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An access token as its vendor gave it. Its text shows no secret.
 *
 * @param access what calls carry
 * @param refresh what the next one is asked for with; the newest that the vendor gave
 * @param issued when it was given
 * @param ends when it stops to be good; empty where the vendor does not say
 */
public record Token(String access, Optional<String> refresh, Instant issued, Optional<Instant> ends) {

    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);

    /** Whether it is good for longer than a tenth of its time, five minutes at most: soon after it is time for the next. */
    public boolean isFresh(Instant now) {
        return ends.map(end -> now.isBefore(end.minus(margin(end)))).orElse(true);
    }

    private Duration margin(Instant end) {
        Duration tenth = Duration.between(issued, end).dividedBy(10);
        return tenth.compareTo(LONGEST_MARGIN) < 0 ? tenth : LONGEST_MARGIN;
    }

    @Override
    public String toString() {
        return "Token[issued=%s, ends=%s]"
                .formatted(issued, ends.map(Instant::toString).orElse("unknown"));
    }
}
