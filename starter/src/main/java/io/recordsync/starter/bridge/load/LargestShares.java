package io.recordsync.starter.bridge.load;

import io.recordsync.store.delivery.Backlog.Share;
import io.recordsync.store.delivery.Backlog.Unsettled;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/** The tenants and systems with the most due deliveries, as text for the log. */
final class LargestShares {

    private static final int MAX_NAMED = 3;

    private LargestShares() {}

    static String of(Unsettled unsettled) {
        String shares = unsettled.shares().stream()
                .sorted(Comparator.comparingLong(Share::due).reversed())
                .limit(MAX_NAMED)
                .map(share -> String.format(
                        Locale.ROOT, "%s has %d for tenant %s", share.system(), share.due(), share.tenant()))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%s; %d records are not routed yet",
                shares.isEmpty() ? "No system has unsettled deliveries" : shares,
                unsettled.notRouted());
    }
}
