package io.recordsync.worker.delivery;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.rules.Notice;
import io.recordsync.store.DeliveryError;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sentences that people read when a delivery fails: what happened, and what to do. */
final class Errors {

    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    private Errors() {}

    static DeliveryError of(ConnectorException failure, String errorId) {
        return new DeliveryError(failure.code(), message(failure), errorId);
    }

    static DeliveryError gaveUp(ConnectorException failure, String errorId) {
        String advice = failure.kind() == ErrorKind.PERMANENT
                ? "Correct the record or the rules; a newer change, or signal retry, tries again."
                : "All its retries are spent; it is tried again slowly, or at once by signal retry.";
        return new DeliveryError(failure.code(), message(failure) + " " + advice, errorId);
    }

    static DeliveryError invalid(String system, List<Notice> problems, String errorId) {
        String list = problems.stream()
                .map(problem -> problem.field() + ": " + problem.message())
                .collect(Collectors.joining("; "));
        String message =
                "The rules for %s refuse the record (%s). Correct it at its source, or the rules; a newer change, or signal retry, tries again.";
        return new DeliveryError("INVALID_RECORD", message.formatted(system, list), errorId);
    }

    /** A defect of ours harms one delivery only. Its message may hold record content, so the log has its kind and place alone. */
    static ConnectorException defect(RuntimeException defect) {
        StackTraceElement[] trace = defect.getStackTrace();
        String place = trace.length == 0 ? "an unknown place" : trace[0].toString();
        LOG.error("defect: {} at {}", defect.getClass().getName(), place);
        return new ConnectorException(
                ErrorKind.TRANSIENT,
                "INTERNAL",
                "recordsync failed itself (%s at %s): please report it."
                        .formatted(defect.getClass().getSimpleName(), place),
                true,
                null,
                null);
    }

    private static String message(ConnectorException failure) {
        return Objects.requireNonNullElse(failure.getMessage(), "The system did not say why.");
    }
}
