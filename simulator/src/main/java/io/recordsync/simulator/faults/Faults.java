package io.recordsync.simulator.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Decides what happens to each call: first what was queued, then by the plan. The same seed and order of calls meet the
 * same faults; which records are refused depends on the seed and the record id alone. Thread-safe.
 */
public final class Faults {

    private final long seed;
    private final RandomGenerator random;
    private final Queue<Fault> queue = new ArrayDeque<>();
    private final Map<String, Boolean> refused = new HashMap<>();
    private FaultPlan plan;

    public Faults(long seed, FaultPlan plan) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.plan = plan;
    }

    public synchronized FaultPlan plan() {
        return plan;
    }

    /** Changes the plan for the calls from now on. */
    public synchronized void plan(FaultPlan next) {
        plan = next;
    }

    /** The next calls meet these, in this order, whatever the plan. */
    public synchronized void queue(Fault... next) {
        queue.addAll(List.of(next));
    }

    /** From now on creates and updates of this record are refused for good. */
    public synchronized void refuse(String recordId) {
        refused.put(recordId, true);
    }

    /** From now on this record is accepted, whatever the plan. */
    public synchronized void accept(String recordId) {
        refused.put(recordId, false);
    }

    /** True when creates and updates of this record are refused for good. */
    public synchronized boolean refuses(String recordId) {
        return refused.getOrDefault(recordId, refusedByPlan(recordId));
    }

    /** What happens to the next call. */
    public synchronized Fault next() {
        Fault scripted = queue.poll();
        return scripted == null ? drawn() : scripted;
    }

    private boolean refusedByPlan(String recordId) {
        if (recordId.isEmpty() || plan.refusedRecords() == 0) {
            return false;
        }
        // A generator seeded by both spreads even ids that differ in one digit.
        return new SplittableRandom(seed ^ (31L * recordId.hashCode())).nextDouble() < plan.refusedRecords();
    }

    /** Draws a fixed number of values a call, so that a plan's rates do not shift the draws after it. */
    private Fault drawn() {
        double chance = random.nextDouble();
        double size = random.nextDouble();
        boolean reset = random.nextBoolean();
        Threshold below = new Threshold(chance);
        if (below.next(plan.serverErrors())) {
            return new Fault.ServerError();
        }
        if (below.next(plan.limitErrors())) {
            return new Fault.LimitError(
                    Duration.ofSeconds(1 + (long) (size * plan.retryAfter().toSeconds())));
        }
        if (below.next(plan.hangs())) {
            return new Fault.Hang(plan.hang());
        }
        if (below.next(plan.breaks())) {
            return new Fault.Break(reset);
        }
        if (below.next(plan.lostReplies())) {
            return new Fault.LostReply(reset);
        }
        if (below.next(plan.lateWrites())) {
            return new Fault.LateWrite(
                    Duration.ofMillis((long) (size * plan.latest().toMillis())), plan.hang());
        }
        return new Fault.None();
    }

    /** Walks through the shares as slices of the line from 0 to 1. */
    private static final class Threshold {

        private final double chance;
        private double sum;

        private Threshold(double chance) {
            this.chance = chance;
        }

        private boolean next(double share) {
            sum += share;
            return chance < sum;
        }
    }
}
