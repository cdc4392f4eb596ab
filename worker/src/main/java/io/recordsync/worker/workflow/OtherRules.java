package io.recordsync.worker.workflow;

import io.recordsync.workflows.FailureTypes;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;

/**
 * A worker has other rules than those by which a record was routed: after a pause it is routed again, and asked for by the rules that it has then. The
 * first pauses are short, because half of a fleet usually has the right ones; they double up to a minute, because a fleet may disagree for long.
 */
final class OtherRules {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int MOST_DOUBLINGS = 8;

    private OtherRules() {}

    static boolean areToldBy(ActivityFailure failure) {
        return failure.getCause() instanceof ApplicationFailure cause
                && cause.getType().equals(FailureTypes.OTHER_RULES);
    }

    /** @param times how often it was told so before, one after the other */
    static Duration pauseAfter(int times) {
        Duration pause = FIRST.multipliedBy(1L << Math.min(times, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
}
