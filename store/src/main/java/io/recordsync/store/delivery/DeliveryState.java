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
 * </pre>
 */
public enum DeliveryState {
    DUE,
    DELIVERED,
    DELETED,
    UNROUTED,
    PARKED,
    SKIPPED;

    public String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static DeliveryState of(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
