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
 * Decides which fault each call meets: first the queued faults, then those of the plan. The same seed and order of
 * calls give the same faults. Which records are refused depends only on the seed and the record id. Thread-safe.
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

    /** Changes the plan for all later calls. */
    public synchronized void plan(FaultPlan next) {
        plan = next;
    }

    /** The next calls meet these faults, in this order, independent of the plan. */
    public synchronized void queue(Fault... next) {
        queue.addAll(List.of(next));
    }

    /** Permanently refuses creates and updates of this record from now on. */
    public synchronized void refuse(String recordId) {
        refused.put(recordId, true);
    }

    /** Accepts this record from now on, independent of the plan. */
    public synchronized void accept(String recordId) {
        refused.put(recordId, false);
    }

    /** True when creates and updates of this record are permanently refused. */
    public synchronized boolean refuses(String recordId) {
        return refused.getOrDefault(recordId, refusedByPlan(recordId));
    }

    /** The fault of the next call. */
    public synchronized Fault next() {
        Fault scripted = queue.poll();
        return scripted == null ? drawn() : scripted;
    }

    private boolean refusedByPlan(String recordId) {
        if (recordId.isEmpty() || plan.refusedRecords() == 0) {
            return false;
        }
        // A generator seeded with both distributes even ids that differ in only one digit.
        return new SplittableRandom(seed ^ (31L * recordId.hashCode())).nextDouble() < plan.refusedRecords();
    }

    /**
     * Draws the same number of random values for every call, so that the rates of a plan do not change the later draws.
     */
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

    /** Treats the shares as consecutive parts of the interval from 0 to 1. */
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
