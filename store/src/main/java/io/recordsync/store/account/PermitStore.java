package io.recordsync.store.account;

import io.recordsync.store.sql.Statements;
import io.recordsync.store.sql.Transactions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Hands out permits for the calls that an account allows, to all processes together. The calls never exceed the limit
 * of a sliding window, nor the day's limit in any 24 hours. While work waits, at least 95 percent of a window are used.
 *
 * <p>A window's limit may change while processes run. The limit of the process that started last then holds for all of
 * them, and the calls that were made before still count.
 */
public final class PermitStore {

    private final Transactions transactions;
    private final CallCounts counts;
    private final PermitWindows windows;

    public PermitStore(Statements statements, Transactions transactions) {
        this.transactions = transactions;
        this.counts = new CallCounts(statements);
        this.windows = new PermitWindows(statements);
    }

    /** At most {@code calls} in any span of {@code window}. */
    public record Limit(long calls, Duration window) {}

    /** A call that is counted in one window; {@code leaves} is the time when it leaves the window. */
    record Booking(String account, Duration window, long leaves) {}

    /** The answer to a request for a permit. */
    public sealed interface Answer {

        /** How long to wait before asking again; zero if the call may be made now. */
        default Duration delay() {
            return Duration.ZERO;
        }
    }

    /** A permit for one call, which has to be made at once. */
    public static final class Permit implements Answer {

        private final List<Booking> bookings;

        private Permit(List<Booking> bookings) {
            this.bookings = List.copyOf(bookings);
        }
    }

    /** There is no permit; {@code delay} is the time to wait before asking again. */
    public record None(Duration delay) implements Answer {}

    /**
     * Takes one permit from each window and from the day, or none if one of them has no room.
     *
     * @param limits the limits of all windows
     * @param dailyLimit the limit in any 24 hours. Calls are counted by hour, so the calls of an hour become free again
     *     when all of it is more than 24 hours ago
     * @param cost what the call costs of the day's limit; it costs one call of each window
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

    /**
     * The time until all windows have room. If they have room now, takes the cost from the day's limit, or returns how
     * long to wait for that.
     */
    private Duration delay(String account, List<PermitWindows.Locked> locked, OptionalLong dailyLimit, int cost) {
        Duration windowsOpen = locked.stream()
                .map(PermitWindows.Locked::delay)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return windowsOpen.isZero() ? counts.take(account, dailyLimit, cost) : windowsOpen;
    }

    /**
     * Tells that a call arrived later than it was permitted, because its connection took long or the process was
     * delayed. The call then counts from its arrival, as it does at the vendor. A small delay is covered by the added
     * length of the window, and needs no statement.
     */
    public void arrivedLate(Permit permit, Duration late) {
        permit.bookings.stream()
                .filter(booking -> late.compareTo(CallWindow.bearable(booking.window())) > 0)
                .forEach(booking -> transactions.run(() -> windows.later(booking, late)));
    }

    /** The number of calls of each account that count against its daily limit. */
    public Map<String, Long> callsInLastDay() {
        return counts.inLastDay();
    }
}
