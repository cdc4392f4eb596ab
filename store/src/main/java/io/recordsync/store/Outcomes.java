package io.recordsync.store;

/**
 * What became of all events, counted; each counts once.
 *
 * @param pending whose fate is still open
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

    /** What has come since. */
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
