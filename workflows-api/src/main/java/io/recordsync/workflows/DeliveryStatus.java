package io.recordsync.workflows;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a running workflow says of one of its deliveries.
 *
 * @param settled the revision that it has reached; 0 before the first
 * @param failure why it is parked; null when it is not
 * @param nextRetryAt when a parked delivery is tried again by itself; null when it waits for a person or a change
 * @param note what it waits for, in words, where the state does not say it
 */
public record DeliveryStatus(
        String system,
        State state,
        long settled,
        @Nullable DeliveryFailure failure,
        @Nullable Instant nextRetryAt,
        @Nullable String note) {

    public enum State {
        DELIVERING,
        SETTLED,
        PARKED,
        SKIPPED
    }
}
