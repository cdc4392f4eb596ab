package io.recordsync.starter.events;

import io.recordsync.store.ledger.LogPlace;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as it came in. Holds personal data: never logged.
 *
 * @param channel the topic, or another name for the entry point; replaces the source if a format has none
 * @param door the exact message position, unique for each arrival: {@code kafka:topic/3@1234}
 * @param place the first position of the message in a log that keeps the order of its messages; null for entry points
 * that keep no order
 * @param headers the headers as text, with their names in lower case
 * @param value null for a tombstone
 */
public record EventMessage(
        String channel, String door, @Nullable LogPlace place, Map<String, String> headers, byte @Nullable [] value) {

    public EventMessage {
        headers = Map.copyOf(headers);
    }

    /** A message from an entry point that keeps no order. */
    public EventMessage(String channel, String door, Map<String, String> headers, byte @Nullable [] value) {
        this(channel, door, null, headers, value);
    }

    /** Where the message first came in: its position in the log, or otherwise its door. */
    String arrival() {
        return place != null ? place.toString() : door;
    }

    @Override
    public String toString() {
        return "message " + door;
    }
}
