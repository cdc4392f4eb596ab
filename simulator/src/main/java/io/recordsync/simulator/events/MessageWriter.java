package io.recordsync.simulator.events;

import io.recordsync.simulator.http.Json;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/** Writes record events as JSON. Times are in UTC without a zone, with microseconds. */
final class MessageWriter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT);

    private final RandomGenerator random;

    /** @param random chooses among equivalent forms, and among the kinds of malformed messages */
    MessageWriter(RandomGenerator random) {
        this.random = random;
    }

    /** The message of an event. About half of the deletes contain only the id and the version. */
    String message(SentEvent event, LocalDateTime createdAt) {
        boolean idAlone = event.operation() == Operation.DELETE && random.nextBoolean();
        ObjectNode item = Json.object().put("id", event.recordId());
        if (!idAlone) {
            item.put("name", event.person().name())
                    .put("email", event.person().email())
                    .put("phone", event.person().phone())
                    .put("contact", event.contactType())
                    .put("created_at", TIME.format(createdAt));
        }
        item.put("updated_at", TIME.format(event.version()));
        return Json.write(envelope(event, event.operation().wireName()).set("item", item));
    }

    /** A malformed message: one of several kinds, each with a different error. */
    String malformed(SentEvent event) {
        String time = TIME.format(event.version());
        ObjectNode item = Json.object().put("id", event.recordId()).put("updated_at", time);
        return switch (random.nextInt(7)) {
            case 0 -> "{\"record\":\"contacts\",\"timestamp\":\"" + time + "\",\"item\":{\"id\":";
            case 1 -> "contact " + event.recordId() + " changed at " + time;
            case 2 ->
                Json.write(envelope(event, "update").set("item", Json.object().put("updated_at", time)));
            case 3 -> Json.write(envelope(event, "update").put("item", event.recordId()));
            case 4 ->
                Json.write(envelope(event, "update")
                        .set("item", item.set("id", Json.object().put("value", 1))));
            case 5 -> Json.write(envelope(event, "merge").set("item", item));
            default -> Json.write(envelope(event, "update").set("item", item.put("updated_at", "yesterday")));
        };
    }

    private static ObjectNode envelope(SentEvent event, String operation) {
        return Json.object()
                .put("record", "contacts")
                .put("operation", operation)
                .put("timestamp", TIME.format(event.version()));
    }
}
