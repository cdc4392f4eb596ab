package io.recordsync.worker.delivery.retry;

import io.recordsync.store.delivery.DeliveryError;
import io.recordsync.workflows.DeliveryFailure;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.RulesText;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Locale;

/** The failures that the activities report to Temporal when they did not deliver. */
public final class ActivityFailures {

    /** The shortest delay. Temporal never repeats an activity whose delay is zero. */
    private static final Duration MIN_DELAY = Duration.ofMillis(1);

    private ActivityFailures() {}

    /** An expected wait that is not charged. It counts as no error in any log or metric. */
    public static ApplicationFailure waiting(String why, Duration delay) {
        return ApplicationFailure.newBuilder()
                .setType(FailureTypes.WAITING)
                .setMessage("waits %s: %s".formatted(seconds(delay), why))
                .setNextRetryDelay(atLeast(delay))
                .setCategory(ApplicationErrorCategory.BENIGN)
                .build();
    }

    public static ApplicationFailure attemptFailed(String why, Duration delay) {
        return ApplicationFailure.newBuilder()
                .setType(FailureTypes.ATTEMPT_FAILED)
                .setMessage("%s Next attempt in %s.".formatted(why, seconds(delay)))
                .setNextRetryDelay(atLeast(delay))
                .build();
    }

    public static ApplicationFailure parked(long revision, DeliveryError error, boolean mayPass) {
        return ApplicationFailure.newBuilder()
                .setType(FailureTypes.PARKED)
                .setMessage(error.code() + ": " + error.message())
                .setDetails(new DeliveryFailure(revision, error.code(), error.message(), error.errorId(), mayPass))
                .setNonRetryable(true)
                .build();
    }

    public static ApplicationFailure unknownRecord(String name, String errorId) {
        String reason = "the ledger does not contain this record. Check whether the workflow was started by hand";
        return ApplicationFailure.newBuilder()
                .setType(FailureTypes.PARKED)
                .setMessage(name + ": " + reason)
                .setDetails(new DeliveryFailure(0, "UNKNOWN_RECORD", reason, errorId, false))
                .setNonRetryable(true)
                .build();
    }

    /** @param own the fingerprint of this worker's rules */
    public static ApplicationFailure otherRules(String own) {
        return ApplicationFailure.newBuilder()
                .setType(FailureTypes.OTHER_RULES)
                .setMessage("this worker has other rules (" + RulesText.brief(own)
                        + ") than those by which the record was routed; it is routed again")
                .setNonRetryable(true)
                .setCategory(ApplicationErrorCategory.BENIGN)
                .build();
    }

    /** What the system showed has changed the record. */
    public static ApplicationFailure routeAgain(String system) {
        return routedAgain("the row at " + system + " has changed the record");
    }

    /** The record is not made at a system before all its rows have been read. */
    public static ApplicationFailure notReadYet(String system) {
        return routedAgain("the first read of " + system + " has not ended");
    }

    private static ApplicationFailure routedAgain(String why) {
        return ApplicationFailure.newBuilder()
                .setType(FailureTypes.ROUTE_AGAIN)
                .setMessage(why + "; it is routed again")
                .setNonRetryable(true)
                .setCategory(ApplicationErrorCategory.BENIGN)
                .build();
    }

    /** The reason for waiting for an open circuit, for people. */
    public static String circuitIsOpen(String system) {
        return "the circuit of " + system + " is open";
    }

    /** The form for people: {@code 2.00 s}. */
    public static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
    }

    private static Duration atLeast(Duration delay) {
        return delay.compareTo(MIN_DELAY) < 0 ? MIN_DELAY : delay;
    }
}
