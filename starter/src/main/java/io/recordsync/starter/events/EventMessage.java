package io.recordsync.starter.events;

import io.recordsync.store.LogPlace;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as it came in. Holds personal data: never logged.
 *
 * @param channel the topic, or another name for where it came in; stands for the source where a format has none
 * @param door where exactly, unique for each arrival: {@code kafka:topic/3@1234}
 * @param place where it stands, or stood at first, in a log that keeps the order of its messages; null for doors that keep none
 * @param headers as text, their names in lower case
 * @param value null for a tombstone
 */
public record EventMessage(
        String channel, String door, @Nullable LogPlace place, Map<String, String> headers, byte @Nullable [] value) {

    public EventMessage {
        headers = Map.copyOf(headers);
    }

    /** A message of a door that keeps no order. */
    public EventMessage(String channel, String door, Map<String, String> headers, byte @Nullable [] value) {
        this(channel, door, null, headers, value);
    }

    /** Where it came in first: the place, else the door. */
    String arrival() {
        return place != null ? place.toString() : door;
    }

    @Override
    public String toString() {
        return "message " + door;
    }
}
