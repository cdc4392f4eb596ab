package io.recordsync.workflows;

import java.util.List;

/**
 * What a run hands on to the next when it continues as new.
 *
 * @param heard the newest revision that it heard of
 * @param parked the deliveries that wait for a person, a newer change or their slow retry
 */
public record Carried(long heard, List<ParkedDelivery> parked) {

    public Carried {
        parked = List.copyOf(parked);
    }
}
