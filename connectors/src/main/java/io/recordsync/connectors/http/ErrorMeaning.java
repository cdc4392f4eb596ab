package io.recordsync.connectors.http;

import io.recordsync.connectors.ErrorKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One row of a system's error table.
 *
 * @param kind what it means for what happens next
 * @param pause how long to wait where the answer itself does not say
 * @param advice why it happens and what to do, for people
 */
public record ErrorMeaning(ErrorKind kind, Optional<Duration> pause, String advice) {

    /**
     * A row of a table.
     *
     * @param code the vendor's code, or an HTTP status for the answers that carry none
     */
    public static Map.Entry<String, ErrorMeaning> row(String code, ErrorKind kind, String advice) {
        return Map.entry(code, new ErrorMeaning(kind, Optional.empty(), advice));
    }

    public static Map.Entry<String, ErrorMeaning> row(String code, ErrorKind kind, Duration pause, String advice) {
        return Map.entry(code, new ErrorMeaning(kind, Optional.of(pause), advice));
    }
}
