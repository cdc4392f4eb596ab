package io.recordsync.store;

import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The calls that count in one sliding window, by when they leave it. An account that was idle may make half of a short window's calls at once. The others follow at
 * the pace at which calls leave, so that a window under load is used evenly, and who comes later waits for a turn and not for a whole window. A long
 * window's calls may be made all at once, until they are spent.
 *
 * <p>Times are microseconds since 1970, by one clock.
 *
 * @param nextTurn when the next call is due that keeps the pace
 * @param leaving how many calls leave the window when
 */
record CallWindow(long nextTurn, NavigableMap<Long, Long> leaving) {

    static final CallWindow EMPTY = new CallWindow(0, new TreeMap<>());

    private static final long PACED_BELOW = micros(Duration.ofMinutes(1));

    /** Calls leave at so many times at most, so that a large limit needs no more room than a small one. */
    private static final long STEPS = 200;

    /** Turns that nobody took in this part of the window are made up for: there is room for them, and else they were lost. */
    private static final long CATCHES_UP = 25;

    /** What a window is longer here than at the vendor, because one call takes longer to arrive than a later one. */
    private static final long SPARE_SHARE = 100;

    private static final long SPARE = micros(Duration.ofMillis(20));

    /** A call that arrives so much later than it was permitted is within what is spare. */
    static Duration bearable(Duration length) {
        return length.dividedBy(STEPS);
    }

    /** Microseconds until the next call may be made; 0 for now. */
    long delay(long limit, long length, long now) {
        NavigableMap<Long, Long> counted = leaving.tailMap(now, false);
        long room = untilRoom(counted, limit, now);
        return isPaced(counted, limit, length) ? Math.max(room, nextTurn - length / STEPS - now) : Math.max(room, 0);
    }

    /** With a call that is made now. What has left the window is forgotten. */
    Taken take(long limit, long length, long now) {
        NavigableMap<Long, Long> counted = new TreeMap<>(leaving.tailMap(now, false));
        long turn = isPaced(counted, limit, length) ? Math.max(nextTurn, now - length / CATCHES_UP) : now;
        long leaves = onStep(now + length + length / SPARE_SHARE + SPARE, length);
        counted.merge(leaves, 1L, Long::sum);
        return new Taken(new CallWindow(turn + pace(limit, length), counted), leaves);
    }

    record Taken(CallWindow window, long leaves) {}

    /** With one of the calls that leave then leaving so much later. */
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

    /** A little faster than calls leave, so that the window is the limit and not the pace. */
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
