package io.recordsync.workflows;

import java.util.List;
import java.util.Objects;

/**
 * What a run hands on to the next when it continues as new.
 *
 * @param heard the newest revision that it heard of
 * @param parked the deliveries that have given up: they wait for a person, a newer change or their slow retry, or are just being tried again
 * @param underWay the deliveries that are just being made, whether they have given up before or not; the next run makes those anew that are not settled
 * @param unpublished the copies that are not yet on the dead-letter topic
 */
public record ContinueAsNewState(
        long heard, List<ParkedDelivery> parked, List<UnderWay> underWay, List<ParkedNotice> unpublished) {

    /** What older versions do not write is empty. */
    public ContinueAsNewState {
        parked = List.copyOf(parked);
        underWay = List.copyOf(Objects.requireNonNullElse(underWay, List.of()));
        unpublished = List.copyOf(Objects.requireNonNullElse(unpublished, List.of()));
    }

    /** @param skipped whether a person gives it up if this try fails too */
    public record UnderWay(String system, boolean skipped) {}
}
