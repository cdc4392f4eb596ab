package io.recordsync.workflows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the record goes now.
 *
 * @param revision the image's revision that was routed
 * @param due the systems whose delivery is behind that revision: those of the rules in their order, then those that the rules do not name any more
 * @param times what the settings say of times, so that the workflow reads no settings itself
 * @param rules by which it was routed: the rule set's fingerprint; null where an older worker routed
 * @param parked the deliveries that the ledger calls parked after this route; null where an older worker routed
 */
public record RouteResult(
        long revision,
        List<String> due,
        Times times,
        @Nullable String rules,
        @Nullable List<ParkedDelivery> parked) {

    public RouteResult {
        due = List.copyOf(due);
        parked = parked == null ? null : List.copyOf(parked);
    }
}
