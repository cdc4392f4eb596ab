package io.recordsync.starter.events;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as it came in. Holds personal data: never logged.
 *
 * @param channel the topic, or another name for where it came in; stands for the source where a format has none
 * @param door where exactly, unique for each arrival: {@code kafka:topic/3@1234}
 * @param headers as text, their names in lower case
 * @param value null for a tombstone
 */
public record EventMessage(String channel, String door, Map<String, String> headers, byte @Nullable [] value) {

    public EventMessage {
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return "message " + door;
    }
}
