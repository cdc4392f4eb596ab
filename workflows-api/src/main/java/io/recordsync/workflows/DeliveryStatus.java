package io.recordsync.workflows;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of one delivery, as a running workflow reports it.
 *
 * @param settled the newest revision that is settled; 0 if none is settled yet
 * @param failure why the delivery is parked; null if it is not parked
 * @param nextRetryAt when a parked delivery is tried again automatically; null if it waits for a person or a change
 * @param note what the delivery waits for, in words; null if the state says enough
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
