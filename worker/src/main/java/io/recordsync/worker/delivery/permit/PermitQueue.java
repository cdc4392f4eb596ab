package io.recordsync.worker.delivery.permit;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Permits.Permit;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The callers in this process that wait for a permit of one account. Only the first of them asks the database. Callers
 * that have made a call before go first: those that begin wait for {@code entrance}, so that only one of them at a time
 * waits for {@code front} with the others.
 */
final class PermitQueue {

    private static final Duration WAIT_IN_CROWD = Duration.ofSeconds(5);

    /**
     * A caller does not leave a queue with fewer callers than this when {@link #WAIT_IN_CROWD} is over. Callers that
     * arrived together would leave together, and the permits until they are back would be left unused.
     */
    private static final int SHORT_LINE = 20;

    private static final Duration SHORT_LINE_LASTS = Duration.ofSeconds(2);

    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

    private final String account;
    private final ReentrantLock entrance = new ReentrantLock(true);
    private final ReentrantLock front = new ReentrantLock(true);

    PermitQueue(String account) {
        this.account = account;
    }

    /** What the first caller of the queue does. */
    interface Turn {

        /** @param end the latest time to get a permit */
        Permit take(Deadline end) throws InterruptedException;
    }

    /** What the first caller of a lock's queue does. */
    private interface Step {
        Permit take() throws InterruptedException;
    }

    /**
     * @param inCrowd how long to wait if many callers wait
     * @param longest the longest time to wait
     */
    private record Patience(Deadline inCrowd, Deadline longest) {}

    /**
     * The permit for the first call of a delivery.
     *
     * @param hasWindows whether the account limits its calls in windows. Without a window, only the database makes
     *     callers wait, and none leaves the queue before the deadline: a chunk that gave its claims back because of
     *     that would give the database more work
     * @throws CallDeferredException if the caller would wait too long, or is interrupted
     */
    Permit first(Deadline deadline, boolean hasWindows, Turn turn) {
        Patience patience = hasWindows ? inCrowd(deadline) : new Patience(deadline, deadline);
        return orDeferred(() -> holding(entrance, patience, () -> atFront(patience, turn)));
    }

    private static Patience inCrowd(Deadline deadline) {
        Deadline inCrowd = Deadline.in(WAIT_IN_CROWD);
        return new Patience(deadline.earlier(inCrowd), deadline.earlier(inCrowd.plus(SHORT_LINE_LASTS)));
    }

    /**
     * The permit for a further call of a delivery.
     *
     * @throws CallDeferredException if the caller would wait too long, or is interrupted
     */
    Permit further(Deadline deadline, Turn turn) {
        return orDeferred(() -> atFront(new Patience(deadline, deadline), turn));
    }

    private Permit orDeferred(Step step) {
        try {
            return step.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw deferred(account, AFTER_INTERRUPT);
        }
    }

    private Permit atFront(Patience patience, Turn turn) throws InterruptedException {
        return holding(front, patience, () -> turn.take(patience.longest()));
    }

    private Permit holding(ReentrantLock lock, Patience patience, Step step) throws InterruptedException {
        if (!isLocked(lock, patience)) {
            throw deferred(account, SHORT_LINE_LASTS);
        }
        try {
            return step.take();
        } finally {
            lock.unlock();
        }
    }

    private static boolean isLocked(ReentrantLock lock, Patience patience) throws InterruptedException {
        return isLocked(lock, patience.inCrowd())
                || lock.getQueueLength() < SHORT_LINE && isLocked(lock, patience.longest());
    }

    private static boolean isLocked(ReentrantLock lock, Deadline end) throws InterruptedException {
        return lock.tryLock(Math.max(0, end.left().toMillis()), TimeUnit.MILLISECONDS);
    }

    /** @param delay the time until the account may allow a call */
    static CallDeferredException deferred(String account, Duration delay) {
        return new CallDeferredException("the quota of " + account + " allows no call now", delay);
    }
}
