package io.recordsync.rules.expression;

/**
 * What an evaluation may cost, in steps of about a character each. Without a bound, a rule that reads a text for each item of a
 * list would take minutes for a record that has a long text and a long list. Counted for each thread by itself.
 */
final class Work {
    /** Well below a second on a slow machine, and more than a hundred readings of the longest text. */
    static final long MOST = 20_000_000;

    private static final ThreadLocal<Work> CURRENT = ThreadLocal.withInitial(Work::new);

    private long done;

    private Work() {}

    static void begin() {
        CURRENT.get().done = 0;
    }

    /** @throws IllegalArgumentException if that is more than the evaluation may cost */
    static void spend(long steps) {
        Work work = CURRENT.get();
        work.done += steps;
        if (work.done > MOST) {
            throw new IllegalArgumentException("the evaluation costs too much");
        }
    }
}
