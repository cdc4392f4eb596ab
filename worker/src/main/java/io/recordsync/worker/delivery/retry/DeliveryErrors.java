package io.recordsync.worker.delivery.retry;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.rules.FieldProblem;
import io.recordsync.store.delivery.DeliveryError;
import io.recordsync.worker.routing.Defect;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages that people read when a delivery fails: what happened, and what to do. */
public final class DeliveryErrors {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryErrors.class);

    private DeliveryErrors() {}

    public static DeliveryError of(ConnectorException failure, String errorId) {
        return new DeliveryError(failure.code(), message(failure), errorId);
    }

    /**
     * The error of many rows of one call that were each refused for a reason of their own; empty if they only wait for
     * the rate limit.
     */
    public static Optional<DeliveryError> ofRows(ConnectorException one, Supplier<String> errorIds) {
        return one.kind() == ErrorKind.RATE_LIMITED
                ? Optional.empty()
                : Optional.of(new DeliveryError(
                        one.code(),
                        "The system did not accept this record or others of the same call. The record is retried.",
                        errorIds.get()));
    }

    public static DeliveryError gaveUp(ConnectorException failure, String errorId) {
        String advice = failure.kind() == ErrorKind.PERMANENT
                ? "It is retried after a newer change, or by the signal retry."
                : "All quick retries have failed. Slow retries with growing delays follow, or a retry at once"
                        + " by the signal retry.";
        return new DeliveryError(failure.code(), message(failure) + " " + advice, errorId);
    }

    public static DeliveryError invalid(String system, List<FieldProblem> problems, String errorId) {
        String list = problems.stream()
                .map(problem -> problem.field() + ": " + problem.message())
                .collect(Collectors.joining("; "));
        String message = "The rules for %s refuse the record (%s). Correct the record at its source, or the rules."
                + " It is retried after a newer change, or by the signal retry.";
        return new DeliveryError("INVALID_RECORD", message.formatted(system, list), errorId);
    }

    public static DeliveryError noConnection(String system, String errorId) {
        String message = "The record's tenant has no connection to %s: only the tenant default has one. If tenants"
                + " may share it, set SYNC_SHARED_ACCOUNTS to true for all workers and starters, and then"
                + " send the signal retry.";
        return new DeliveryError("NO_CONNECTION", message.formatted(system), errorId);
    }

    public static DeliveryError undecided(String system, String errorId) {
        String message = "The record and its row at %s were both changed, and the rules let a person decide. Nothing is"
                + " sent there before that: the status of the record shows the field, and the command"
                + " `recordsync resolve RECORD %s FIELD --take ours|theirs` decides it. It also goes on when both sides"
                + " have the same value.";
        return new DeliveryError("CONFLICT", message.formatted(system, system), errorId);
    }

    public static DeliveryError ambiguous(String system, String errorId) {
        String message = "The record met a row at %s that belongs to another record, or of which it is not certain to"
                + " which record it belongs. Nothing was written to it. Give the row to a record by the command"
                + " `recordsync link RECORD %s EXTERNAL_ID`, or correct its identifying fields or its record id there,"
                + " and then send the signal retry.";
        return new DeliveryError("AMBIGUOUS", message.formatted(system, system), errorId);
    }

    /**
     * A defect in recordsync, which affects one delivery only.
     *
     * @param sent whether a call may have been made
     */
    public static ConnectorException defect(RuntimeException exception, boolean sent) {
        Defect defect = Defect.of(exception);
        LOG.error("{}", defect);
        return new ConnectorException(ErrorKind.TRANSIENT, "INTERNAL", defect.toString(), sent, null, null);
    }

    private static String message(ConnectorException failure) {
        return Objects.requireNonNullElse(failure.getMessage(), "The system gave no reason.");
    }
}
