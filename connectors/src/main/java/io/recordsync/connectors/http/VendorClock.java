package io.recordsync.connectors.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** A vendor's time: our clock, corrected by the {@code Date} of the vendor's last answer. Thread-safe. */
public final class VendorClock {

    private static final Duration LEAST = Duration.ofSeconds(5);

    /** The unit of {@code Date}. */
    private static final Duration UNIT = Duration.ofSeconds(1);

    private final InstantSource clock;
    private volatile Duration difference = Duration.ZERO;
    private volatile Duration ahead = Duration.ZERO;

    public VendorClock(InstantSource clock) {
        this.clock = clock;
    }

    public Instant now() {
        return clock.instant().plus(difference);
    }

    /** How far it is ahead of our clock, negative if it is behind; zero if the two differ by less than 5 seconds. */
    public Duration ahead() {
        Duration known = ahead;
        return known.abs().compareTo(LEAST) < 0 ? Duration.ZERO : known;
    }

    /**
     * Learns the vendor's time, which it has read at some moment between these two.
     *
     * @param date what the answer tells; without it nothing is learnt
     * @param begun when the call began
     * @param answered when the answer began to arrive
     */
    public void adjust(Optional<Instant> date, Instant begun, Instant answered) {
        date.ifPresent(time -> {
            difference = Duration.between(answered, time);
            ahead = time.isAfter(answered)
                    ? difference
                    : Duration.between(begun, time.plus(UNIT)).isNegative()
                            ? Duration.between(begun, time.plus(UNIT))
                            : Duration.ZERO;
        });
    }
}
