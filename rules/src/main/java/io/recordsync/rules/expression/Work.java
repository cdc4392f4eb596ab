package io.recordsync.rules.expression;

/**
 * The cost of an evaluation, in steps of about one character each. Without a limit, a rule that reads a text for each
 * item of a list would take minutes for a record with a long text and a long list. Each thread has its own count.
 */
final class Work {
    /**
     * The largest number of steps. They take well below a second on a slow machine, and are enough to read the longest
     * text more than a hundred times.
     */
    static final long MAX_STEPS = 20_000_000;

    private static final ThreadLocal<Work> CURRENT = ThreadLocal.withInitial(Work::new);

    private long done;

    private Work() {}

    static void begin() {
        CURRENT.get().done = 0;
    }

    /** @throws IllegalArgumentException if the evaluation has then cost more than it may */
    static void spend(long steps) {
        Work work = CURRENT.get();
        work.done += steps;
        if (work.done > MAX_STEPS) {
            throw new IllegalArgumentException("the evaluation takes too many steps");
        }
    }
}
