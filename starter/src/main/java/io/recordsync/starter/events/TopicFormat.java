package io.recordsync.starter.events;

/** A topic whose messages all have the same format. */
public record TopicFormat(String topic, String format) {

    /** Reads {@code orders=record}. */
    public static TopicFormat valueOf(String text) {
        String[] parts = text.strip().split("=", -1);
        if (parts.length != 2 || parts[0].isEmpty()) {
            throw new IllegalArgumentException("not topic=format");
        }
        return new TopicFormat(parts[0], EventFormat.Name.of(parts[1]).name());
    }
}
