package io.recordsync.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Hands out the calls that an account allows, to all processes together: never more in any sliding window than its limit, and never more than
 * the day's in any 24 hours. With work waiting 95 percent and more of a window are used.
 *
 * <p>A window's limit may change while processes run: the limit of the process that started last holds for all of them, and the calls made before count on.
 */
public final class PermitStore {

    private final CallCounts counts;
    private final PermitWindows windows;

    PermitStore(CallCounts counts, PermitWindows windows) {
        this.counts = counts;
        this.windows = windows;
    }

    /** At most {@code calls} in any span of {@code window}. */
    public record Limit(long calls, Duration window) {}

    /** A call's place in one window; {@code leaves} says when it is free again. */
    record Booking(String account, Duration window, long leaves) {}

    /** What came of asking. */
    public sealed interface Answer {

        /** Zero when the call may be made now. */
        default Duration delay() {
            return Duration.ZERO;
        }
    }

    /** A permit for one call, which is made at once. */
    public static final class Permit implements Answer {

        private final List<Booking> bookings;

        private Permit(List<Booking> bookings) {
            this.bookings = List.copyOf(bookings);
        }
    }

    /** There is none; {@code delay} is how long to wait before asking again. */
    public record None(Duration delay) implements Answer {}

    /**
     * Takes one permit, if there is one.
     *
     * @param limits all of them are kept
     * @param dailyLimit kept over any 24 hours, counted by the hour; so an hour's calls are free again when the whole hour is past
     * @param cost what the call takes of the day; it takes one of each window
     */
    public Answer take(String account, List<Limit> limits, OptionalLong dailyLimit, int cost) {
        List<Booking> bookings = new ArrayList<>();
        for (Limit limit : limits) {
            PermitWindows.Answer answer = windows.take(account, limit);
            Optional<Booking> booking = answer.booking();
            if (booking.isEmpty()) {
                return new None(answer.delay());
            }
            bookings.add(booking.get());
        }
        Duration delay = counts.take(account, dailyLimit, cost);
        return delay.isZero() ? new Permit(bookings) : new None(delay);
    }

    /**
     * Says that a call arrived later than it was permitted, because its connection took long or the process was held up. It counts from then, as it does at
     * the vendor. A little later is within what is spare, and costs nothing.
     */
    public void arrivedLate(Permit permit, Duration late) {
        permit.bookings.stream()
                .filter(booking -> late.compareTo(CallWindow.bearable(booking.window())) > 0)
                .forEach(booking -> windows.later(booking, late));
    }

    /** The calls of each account that count against its day. */
    public Map<String, Long> callsInLastDay() {
        return counts.inLastDay();
    }
}
