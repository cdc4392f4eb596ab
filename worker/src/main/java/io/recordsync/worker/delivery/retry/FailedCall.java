package io.recordsync.worker.delivery.retry;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.Deliveries.Release;
import io.recordsync.store.delivery.DeliveryError;
import io.recordsync.store.delivery.Settlement;
import java.time.Duration;
import java.util.Optional;

/**
 * A failed call, and what may follow from it. It is the same for a single delivery and for the rows of a chunk.
 *
 * @param grace how long the call may still take effect; zero if it had no effect or an answer
 */
public record FailedCall(ConnectorException failure, Duration grace, RetryPolicy retries) {

    /**
     * @param attempts the number of attempts that were charged before this one
     * @param costs whether a failure of the system itself is charged to this delivery
     */
    public RetryDecision decide(int attempts, boolean costs) {
        return RetryDecision.on(failure, attempts, costs, retries).notBefore(grace);
    }

    /**
     * The release of a delivery that is tried again.
     *
     * @param delay the time until the next attempt
     */
    public Release release(boolean charged, Duration delay, Optional<DeliveryError> error) {
        return new Release(charged, failure.inDoubt(), grace, delay, error, failure.failedInside());
    }

    /** The settlement of a delivery that is given up for now. */
    public Settlement parked(Claim.Granted claim, DeliveryError error) {
        return Settlement.parked(claim, error, Optional.of(grace).filter(Duration::isPositive), failure.failedInside())
                .withMayPass(RetryDecision.mayPass(failure.kind()));
    }
}
