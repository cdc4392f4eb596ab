package io.recordsync.connectors.http;

import io.recordsync.connectors.ErrorKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One row of a system's error table.
 *
 * @param kind what the error means for what happens next
 * @param pause how long to wait if the answer itself does not say
 * @param advice why it happens and what to do, for people
 */
public record ErrorMeaning(ErrorKind kind, Optional<Duration> pause, String advice) {

    /**
     * Makes a row of a table.
     *
     * @param code the vendor's code, or an HTTP status for answers without a code
     */
    public static Map.Entry<String, ErrorMeaning> row(String code, ErrorKind kind, String advice) {
        return Map.entry(code, new ErrorMeaning(kind, Optional.empty(), advice));
    }

    public static Map.Entry<String, ErrorMeaning> row(String code, ErrorKind kind, Duration pause, String advice) {
        return Map.entry(code, new ErrorMeaning(kind, Optional.of(pause), advice));
    }
}
