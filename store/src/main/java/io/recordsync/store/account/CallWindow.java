package io.recordsync.store.account;

import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The calls that count in one sliding window, by the time when they leave it. An account that was idle may make half of
 * a short window's calls at once. The other calls follow at the rate at which calls leave the window, so that a window
 * under load is used evenly, and a late caller waits for the next call and not for a whole window. The calls of a
 * window of a minute or more may be made all at once, until they are used up.
 *
 * <p>Times are microseconds since 1970, by one clock.
 *
 * @param nextTurn when the next call is due at that rate
 * @param leaving the number of calls that leave the window, by the time when they leave
 */
record CallWindow(long nextTurn, NavigableMap<Long, Long> leaving) {

    static final CallWindow EMPTY = new CallWindow(0, new TreeMap<>());

    private static final long PACED_BELOW = micros(Duration.ofMinutes(1));

    /**
     * The calls of a window leave it at about this many different times, so that a large limit needs no more space than
     * a small one.
     */
    private static final long STEPS = 200;

    /**
     * Unused turns within one part in 25 of the window are made up for. The window has room for them, and they would be
     * lost otherwise.
     */
    private static final long CATCHES_UP = 25;

    /**
     * A window is longer here than at the vendor, by one part in 100 and {@link #SPARE}, because one call may take
     * longer to arrive than a later one.
     */
    private static final long SPARE_SHARE = 100;

    private static final long SPARE = micros(Duration.ofMillis(20));

    /** How late a call may arrive after its permit so that the added length of the window still covers it. */
    static Duration bearable(Duration length) {
        return length.dividedBy(STEPS);
    }

    /** Microseconds until the next call may be made; 0 if it may be made now. */
    long delay(long limit, long length, long now) {
        NavigableMap<Long, Long> counted = leaving.tailMap(now, false);
        long room = untilRoom(counted, limit, now);
        return isPaced(counted, limit, length) ? Math.max(room, nextTurn - length / STEPS - now) : Math.max(room, 0);
    }

    /** Adds a call that is made now, and removes the calls that have left the window. */
    Taken take(long limit, long length, long now) {
        NavigableMap<Long, Long> counted = new TreeMap<>(leaving.tailMap(now, false));
        long turn = isPaced(counted, limit, length) ? Math.max(nextTurn, now - length / CATCHES_UP) : now;
        long leaves = onStep(now + length + length / SPARE_SHARE + SPARE, length);
        counted.merge(leaves, 1L, Long::sum);
        return new Taken(new CallWindow(turn + pace(limit, length), counted), leaves);
    }

    record Taken(CallWindow window, long leaves) {}

    /** Lets one of the calls that leave at {@code leaves} leave {@code late} microseconds later. */
    CallWindow later(long leaves, long late, long length) {
        NavigableMap<Long, Long> moved = new TreeMap<>(leaving);
        moved.computeIfPresent(leaves, (time, calls) -> calls == 1 ? null : calls - 1);
        moved.merge(onStep(leaves + late, length), 1L, Long::sum);
        return new CallWindow(nextTurn, moved);
    }

    private static long untilRoom(NavigableMap<Long, Long> counted, long limit, long now) {
        long size = size(counted);
        for (Map.Entry<Long, Long> next : counted.entrySet()) {
            if (size < limit) {
                return 0;
            }
            size -= next.getValue();
            if (size < limit) {
                return next.getKey() - now;
            }
        }
        return 0;
    }

    private static boolean isPaced(NavigableMap<Long, Long> counted, long limit, long length) {
        return length < PACED_BELOW && size(counted) >= (limit + 1) / 2;
    }

    /**
     * The time between two calls. It is a little shorter than the time between two calls that leave, so that the limit
     * of the window holds calls back, and not this rate.
     */
    private static long pace(long limit, long length) {
        return length / limit * 19 / 20;
    }

    private static long size(NavigableMap<Long, Long> calls) {
        return calls.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long onStep(long time, long length) {
        long step = Math.max(1, length / STEPS);
        return Math.ceilDiv(time, step) * step;
    }

    static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }
}
