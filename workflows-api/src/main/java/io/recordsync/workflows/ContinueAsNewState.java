package io.recordsync.workflows;

import java.util.List;
import java.util.Objects;

/**
 * What a run passes to the next run when the workflow continues as new.
 *
 * @param heard the newest revision that the run has received
 * @param parked the deliveries that have been parked: each waits for a person, for a newer change or for its slow
 *     retry, or is being tried again now
 * @param underWay the deliveries that are in progress, parked before or not; the next run repeats those that are not
 *     settled
 * @param unpublished the parked deliveries whose copy is not yet on the dead-letter topic
 */
public record ContinueAsNewState(
        long heard, List<ParkedDelivery> parked, List<UnderWay> underWay, List<ParkedNotice> unpublished) {

    /** A list that an older version did not write is empty. */
    public ContinueAsNewState {
        parked = List.copyOf(parked);
        underWay = List.copyOf(Objects.requireNonNullElse(underWay, List.of()));
        unpublished = List.copyOf(Objects.requireNonNullElse(unpublished, List.of()));
    }

    /** @param skipped whether a person has asked to give the delivery up if this attempt fails too */
    public record UnderWay(String system, boolean skipped) {}
}
