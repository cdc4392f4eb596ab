package io.recordsync.connectors.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A vendor's time: our clock, corrected by the {@code Date} of the vendor's last answer. Thread-safe. */
public final class VendorClock {

    private final InstantSource clock;
    private volatile Duration ahead = Duration.ZERO;

    public VendorClock(InstantSource clock) {
        this.clock = clock;
    }

    public Instant now() {
        return clock.instant().plus(ahead);
    }

    /** Learns the vendor's time from an answer that has just arrived. An answer without a time changes nothing. */
    public void adjust(VendorResponse response) {
        response.date().ifPresent(date -> ahead = Duration.between(clock.instant(), date));
    }
}
