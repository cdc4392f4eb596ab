package io.recordsync.worker.delivery;

import io.recordsync.store.DeliveryError;
import io.recordsync.workflows.DeliveryFailure;
import io.recordsync.workflows.FailureTypes;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;

/** What the activity tells Temporal when it did not deliver. */
final class Failures {

    private Failures() {}

    /** Expected, and free: no error in anybody's log or metric. */
    static ApplicationFailure waiting(String why, Duration delay) {
        return ApplicationFailure.newBuilder()
                .setType(FailureTypes.WAITING)
                .setMessage("waits " + delay + ": " + why)
                .setNextRetryDelay(delay)
                .setCategory(ApplicationErrorCategory.BENIGN)
                .build();
    }

    static ApplicationFailure attemptFailed(String why, Duration delay) {
        return ApplicationFailure.newBuilder()
                .setType(FailureTypes.ATTEMPT_FAILED)
                .setMessage(why + " Tried again in " + delay + ".")
                .setNextRetryDelay(delay)
                .build();
    }

    static ApplicationFailure parked(long revision, DeliveryError error, boolean mayPass) {
        return ApplicationFailure.newBuilder()
                .setType(FailureTypes.PARKED)
                .setMessage(error.code() + ": " + error.message())
                .setDetails(new DeliveryFailure(revision, error.code(), error.message(), error.errorId(), mayPass))
                .setNonRetryable(true)
                .build();
    }

    static ApplicationFailure unknownRecord(String name, String errorId) {
        String reason = "the ledger does not know this record; was the workflow started by hand?";
        return ApplicationFailure.newBuilder()
                .setType(FailureTypes.PARKED)
                .setMessage(name + ": " + reason)
                .setDetails(new DeliveryFailure(0, "UNKNOWN_RECORD", reason, errorId, false))
                .setNonRetryable(true)
                .build();
    }
}
