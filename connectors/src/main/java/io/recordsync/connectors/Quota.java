package io.recordsync.connectors;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * The calls that one account allows. Every HTTP call counts, for reads as well as for writes.
 *
 * @param account the name of the shared account: all processes and tenants with the same name use the same permits
 * @param windows sliding windows, all of which apply; empty when the vendor states none
 * @param dailyLimit calls in any 24 hours, or what the vendor counts instead of calls; empty when the vendor states
 *     none
 */
public record Quota(String account, List<Window> windows, OptionalLong dailyLimit) {

    public Quota {
        windows = List.copyOf(windows);
    }

    /** The same limits for another account. */
    public Quota of(String other) {
        return new Quota(other, windows, dailyLimit);
    }

    /** At most {@code limit} calls in any span of {@code length}. */
    public record Window(long limit, Duration length) {

        public Window {
            if (limit < 1 || length.isNegative() || length.isZero()) {
                throw new IllegalArgumentException(
                        "a quota window needs at least one call and a length, not " + limit + " in " + length);
            }
        }
    }
}
