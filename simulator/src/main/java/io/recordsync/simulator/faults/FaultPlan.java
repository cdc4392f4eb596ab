package io.recordsync.simulator.faults;

import java.time.Duration;
import java.util.stream.DoubleStream;

/**
 * The probabilities of the faults. The first six are shares of all calls, from 0 to 1, and add up to at most 1.
 *
 * @param serverErrors answers with a status from 500
 * @param limitErrors limit errors in the vendor's form, although quota is left
 * @param hangs calls without an answer and without a write
 * @param breaks a reset or close before the write
 * @param lostReplies a reset or close after the write
 * @param lateWrites writes that take effect after the client was left without a reply
 * @param refusedRecords the share of records, by their recordsync id, whose creates and updates are permanently refused
 * @param hang how long a hang lasts; should be longer than the client's timeout
 * @param latest the longest time from a request to its late write
 * @param retryAfter the longest wait that a limit error asks for; at least one second
 */
public record FaultPlan(
        double serverErrors,
        double limitErrors,
        double hangs,
        double breaks,
        double lostReplies,
        double lateWrites,
        double refusedRecords,
        Duration hang,
        Duration latest,
        Duration retryAfter) {

    private static final Duration HANG = Duration.ofSeconds(40);
    private static final Duration LATEST = Duration.ofSeconds(3);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** A plan without faults. */
    public static final FaultPlan NONE = new FaultPlan(0, 0, 0, 0, 0, 0, 0, HANG, LATEST, RETRY_AFTER);

    /** A plan for a bad day: one call in ten fails in some way, and one record in a hundred is refused. */
    public static final FaultPlan MIXED =
            new FaultPlan(0.03, 0.02, 0.01, 0.015, 0.015, 0.01, 0.01, HANG, LATEST, RETRY_AFTER);

    public FaultPlan {
        DoubleStream shares =
                DoubleStream.of(serverErrors, limitErrors, hangs, breaks, lostReplies, lateWrites, refusedRecords);
        double calls = serverErrors + limitErrors + hangs + breaks + lostReplies + lateWrites;
        if (shares.anyMatch(share -> !(share >= 0 && share <= 1)) || calls > 1) {
            throw new IllegalArgumentException(
                    "The shares of a fault plan must be from 0 to 1, and those of calls together at most 1.");
        }
        if (hang.isNegative() || latest.isNegative() || retryAfter.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "The times of a fault plan must not be negative, and retryAfter must be at least one second.");
        }
    }

    /**
     * A plan by its name.
     *
     * @throws IllegalArgumentException when it is neither {@code none} nor {@code mixed}
     */
    public static FaultPlan named(String name) {
        return switch (name) {
            case "none" -> NONE;
            case "mixed" -> MIXED;
            default ->
                throw new IllegalArgumentException("This fault plan does not exist. The plans are none and mixed.");
        };
    }

    /** This plan with another duration of a hang. */
    public FaultPlan withHang(Duration length) {
        return new FaultPlan(
                serverErrors,
                limitErrors,
                hangs,
                breaks,
                lostReplies,
                lateWrites,
                refusedRecords,
                length,
                latest,
                retryAfter);
    }

    /** This plan with another maximum delay of a late write. */
    public FaultPlan withLatest(Duration delay) {
        return new FaultPlan(
                serverErrors,
                limitErrors,
                hangs,
                breaks,
                lostReplies,
                lateWrites,
                refusedRecords,
                hang,
                delay,
                retryAfter);
    }

    /** This plan with another share of records that are refused for good. */
    public FaultPlan withRefusedRecords(double share) {
        return new FaultPlan(
                serverErrors, limitErrors, hangs, breaks, lostReplies, lateWrites, share, hang, latest, retryAfter);
    }
}
