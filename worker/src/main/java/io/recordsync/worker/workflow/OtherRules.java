package io.recordsync.worker.workflow;

import io.recordsync.workflows.FailureTypes;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;

/**
 * A worker has other rules than those that routed a record. After a pause the record is routed again, and delivered by
 * the rules of that routing. The first pauses are short, because usually half of the workers have the right rules. They
 * double up to a minute, because workers may have different rules for a long time.
 */
final class OtherRules {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(60);
    private static final int MAX_DOUBLINGS = 8;

    private OtherRules() {}

    static boolean areToldBy(ActivityFailure failure) {
        return failure.getCause() instanceof ApplicationFailure cause
                && cause.getType().equals(FailureTypes.OTHER_RULES);
    }

    /** @param times the number of such answers in a row before this one */
    static Duration pauseAfter(int times) {
        Duration pause = FIRST.multipliedBy(1L << Math.min(times, MAX_DOUBLINGS));
        return pause.compareTo(MAX_PAUSE) < 0 ? pause : MAX_PAUSE;
    }
}
