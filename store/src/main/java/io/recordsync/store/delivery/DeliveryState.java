package io.recordsync.store.delivery;

import java.util.Locale;

/**
 * The state of a delivery. All transitions:
 *
 * <pre>
 *   DUE ──▶ DELIVERED ◀─▶ DELETED       a settled write, or a settled delete; each newer revision settles again
 *    │          │
 *    └────┬─────┘──▶ UNROUTED            the newest image does not belong here, and there was nothing to do
 *         ▼
 *       PARKED ──▶ SKIPPED               failed for now; a retry or a newer change settles it, or a person skips it
 *
 *   DELIVERED ──▶ GONE ──▶ DUE            the row is not there any more; it returns, or a person retries the delivery
 *   each state ──▶ CONFLICT               a person has to decide; a decision or an edit makes the delivery due again
 * </pre>
 */
public enum DeliveryState {
    DUE,
    DELIVERED,
    DELETED,
    UNROUTED,
    PARKED,
    SKIPPED,
    /** The row was deleted at a system that is read. It is not made again before it returns or a person retries it. */
    GONE,
    /** A conflict is open that a person has to decide. Counts as parked, and keeps no workflow open. */
    CONFLICT;

    /** Whether nothing more is sent until a person has done something, or time has passed. */
    public boolean isParked() {
        return this == PARKED || this == CONFLICT;
    }

    public String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static DeliveryState of(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
