package io.recordsync.workflows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The systems that the record is to be delivered to.
 *
 * @param revision the image's revision that was routed
 * @param due the systems whose delivery is behind that revision: first those of the rules, in the order of the rules,
 *     then those that the rules no longer name
 * @param times the times from the settings, so that the workflow reads no settings itself
 * @param rules the fingerprint of the rule set that routed the record; null if an older worker routed it
 * @param parked the deliveries that are parked in the ledger after this routing; null if an older worker routed
 * @param conflicts the record's open conflicts; null if an older worker routed, or if its entity is read nowhere
 */
public record RouteResult(
        long revision,
        List<String> due,
        Times times,
        @Nullable String rules,
        @Nullable List<ParkedDelivery> parked,
        @Nullable List<OpenConflict> conflicts) {

    public RouteResult {
        due = List.copyOf(due);
        parked = parked == null ? null : List.copyOf(parked);
        conflicts = conflicts == null ? null : List.copyOf(conflicts);
    }

    /** The route of a record without conflicts. */
    public RouteResult(
            long revision,
            List<String> due,
            Times times,
            @Nullable String rules,
            @Nullable List<ParkedDelivery> parked) {
        this(revision, due, times, rules, parked, null);
    }
}
