package io.recordsync.starter.bridge.kafka;

import java.util.Locale;
import java.util.Map;

/**
 * What a dead letter says about its message, in addition to the message itself.
 *
 * @param reason the reason for people, without record content
 * @param more headers that only this kind has, by their names without the prefix {@code recordsync-}
 */
public record DeadLetter(Kind kind, String reason, String errorId, Map<String, String> more) {

    public enum Kind {
        /** The message never became a change. */
        UNREADABLE,
        /** The delivery of the message parked. */
        PARKED;

        String header() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static DeadLetter unreadable(String reason, String errorId) {
        return new DeadLetter(Kind.UNREADABLE, reason, errorId, Map.of());
    }
}
