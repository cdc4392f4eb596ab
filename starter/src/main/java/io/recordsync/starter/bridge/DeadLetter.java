package io.recordsync.starter.bridge;

import java.util.Locale;
import java.util.Map;

/**
 * What the dead-letter topic is told of a message, beside the message itself.
 *
 * @param reason for people, without content
 * @param more headers of this kind alone, by their names after {@code recordsync-}
 */
record DeadLetter(Kind kind, String reason, String errorId, Map<String, String> more) {

    enum Kind {
        /** It never became a change. */
        UNREADABLE,
        /** Its delivery gave up for now. */
        PARKED;

        String header() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static DeadLetter unreadable(String reason, String errorId) {
        return new DeadLetter(Kind.UNREADABLE, reason, errorId, Map.of());
    }
}
