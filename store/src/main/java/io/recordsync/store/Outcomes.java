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
}
