package io.recordsync.starter.events;

import java.util.Locale;

/** A format of change events. */
interface EventFormat {

    /**
     * The formats, by the names that settings use. A message is matched against them in this order, the most
     * distinctive shape first.
     */
    enum Name {
        CLOUDEVENT,
        DEBEZIUM,
        CUSTOMER,
        RECORD;

        static Name of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** Whether the message looks like one of this format, even if it is incomplete. */
    boolean looksLike(EventMessage message, Part body);

    Reading read(EventMessage message, Part body) throws UnreadableException;
}
