package io.recordsync.connectors.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A vendor's time: our clock, corrected by the {@code Date} of the vendor's last answer. Thread-safe. */
public final class VendorClock {

    /** A smaller difference can be the time that the call took, and the unit of {@code Date}, which is a second. */
    private static final Duration LEAST = Duration.ofSeconds(5);

    private final InstantSource clock;
    private volatile Duration ahead = Duration.ZERO;

    public VendorClock(InstantSource clock) {
        this.clock = clock;
    }

    public Instant now() {
        return clock.instant().plus(ahead);
    }

    /** How far it is ahead of our clock, negative if it is behind; zero if the two differ by less than 5 seconds. */
    public Duration ahead() {
        Duration difference = ahead;
        return difference.abs().compareTo(LEAST) < 0 ? Duration.ZERO : difference;
    }

    /** Learns the vendor's time from an answer that has just arrived. An answer without a time changes nothing. */
    public void adjust(VendorResponse response) {
        response.date().ifPresent(date -> ahead = Duration.between(clock.instant(), date));
    }
}
