package io.recordsync.store;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Hands out the calls that an account allows, to all processes together: never more in any sliding window than its limit, and never more than
 * the day's in any 24 hours. With work waiting 95 percent and more of a window are used.
 *
 * <p>A window's limit may change while processes run: the limit of the process that started last holds for all of them, and the calls made before count on.
 */
public final class PermitStore {

    private final Transactions transactions;
    private final CallCounts counts;
    private final PermitWindows windows;

    PermitStore(Statements statements, Transactions transactions) {
        this.transactions = transactions;
        this.counts = new CallCounts(statements);
        this.windows = new PermitWindows(statements);
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
     * Takes one permit, if there is one: of each window and of the day, or of none.
     *
     * @param limits all of them are kept
     * @param dailyLimit kept over any 24 hours, counted by the hour; so an hour's calls are free again when the whole hour is past
     * @param cost what the call takes of the day; it takes one of each window
     */
    public Answer take(String account, List<Limit> limits, OptionalLong dailyLimit, int cost) {
        return transactions.run(() -> {
            List<PermitWindows.Locked> locked = windows.lock(account, limits);
            Duration delay = delay(account, locked, dailyLimit, cost);
            return delay.isZero()
                    ? new Permit(locked.stream().map(windows::book).toList())
                    : new None(delay);
        });
    }

    /** Until all windows have room; then the day's share is taken, if it has room too. */
    private Duration delay(String account, List<PermitWindows.Locked> locked, OptionalLong dailyLimit, int cost) {
        Duration windowsOpen = locked.stream()
                .map(PermitWindows.Locked::delay)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return windowsOpen.isZero() ? counts.take(account, dailyLimit, cost) : windowsOpen;
    }

    /**
     * Says that a call arrived later than it was permitted, because its connection took long or the process was held up. It counts from then, as it does at
     * the vendor. A little later is within what is spare, and costs nothing.
     */
    public void arrivedLate(Permit permit, Duration late) {
        permit.bookings.stream()
                .filter(booking -> late.compareTo(CallWindow.bearable(booking.window())) > 0)
                .forEach(booking -> transactions.run(() -> windows.later(booking, late)));
    }

    /** The calls of each account that count against its day. */
    public Map<String, Long> callsInLastDay() {
        return counts.inLastDay();
    }
}
