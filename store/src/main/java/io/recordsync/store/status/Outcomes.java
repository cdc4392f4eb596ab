package io.recordsync.store.status;

/**
 * The number of events with each outcome. Each event counts once.
 *
 * @param pending the events whose outcome is not known yet
 */
public record Outcomes(
        long applied,
        long unchanged,
        long superseded,
        long repeated,
        long unrouted,
        long parked,
        long skipped,
        long deadLettered,
        long pending) {

    public long total() {
        return applied + unchanged + superseded + repeated + unrouted + parked + skipped + deadLettered + pending;
    }

    /** The counts of the events that have come since. */
    public Outcomes minus(Outcomes earlier) {
        return new Outcomes(
                applied - earlier.applied,
                unchanged - earlier.unchanged,
                superseded - earlier.superseded,
                repeated - earlier.repeated,
                unrouted - earlier.unrouted,
                parked - earlier.parked,
                skipped - earlier.skipped,
                deadLettered - earlier.deadLettered,
                pending - earlier.pending);
    }
}
