package io.recordsync.store;

import java.util.Locale;

/**
 * Where a delivery stands. All ways from one to the next:
 *
 * <pre>
 *   DUE ──▶ DELIVERED ◀─▶ DELETED       a settled write, or a settled delete; each newer revision settles again
 *    │          │
 *    └────┬─────┘──▶ UNROUTED            the newest image belongs here no longer (or not yet), and nothing was to be done
 *         ▼
 *       PARKED ──▶ SKIPPED               gave up for now; then a retry or a newer change settles it, or a person gives it up
 * </pre>
 */
public enum DeliveryState {
    DUE,
    DELIVERED,
    DELETED,
    UNROUTED,
    PARKED,
    SKIPPED;

    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DeliveryState of(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
