package io.recordsync.starter.events;

import java.util.Locale;

/** One way to write change events. */
interface EventFormat {

    /** The formats by the names that settings use; asked in this order whether a message is theirs, the most telling shape first. */
    enum Name {
        CLOUDEVENT,
        DEBEZIUM,
        CUSTOMER,
        RECORD;

        static Name of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** Whether the message looks like one of this format, complete or not. */
    boolean looksLike(EventMessage message, Part body);

    Reading read(EventMessage message, Part body) throws UnreadableException;
}
