package io.recordsync.simulator.quota;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The number of calls, or of the vendor's unit, in a day from midnight UTC. Not thread-safe. */
public final class UtcDay {

    private LocalDate day = LocalDate.EPOCH;
    private long used;

    public void add(Instant now, int cost) {
        used = used(now) + cost;
    }

    /** The calls in the day that contains this time. */
    public long used(Instant now) {
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        if (!day.equals(today)) {
            day = today;
            used = 0;
        }
        return used;
    }
}
