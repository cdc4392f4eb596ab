package io.recordsync.worker.delivery;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The answers to the rows of one call. Tells whether a refusal concerns its row only, or the system or the account,
 * whose failure may be reported for each row.
 */
final class BatchResponse {

    private final List<ConnectorException> reasons;
    private final boolean served;

    BatchResponse(List<Outcome> outcomes) {
        reasons = outcomes.stream()
                .filter(Outcome.Refused.class::isInstance)
                .map(outcome -> ((Outcome.Refused) outcome).reason())
                .toList();
        served = reasons.size() < outcomes.size() || reasons.stream().anyMatch(BatchResponse::isOfTheRecord);
    }

    private static boolean isOfTheRecord(ConnectorException reason) {
        return reason.kind() == ErrorKind.PERMANENT || reason.kind() == ErrorKind.TRANSIENT;
    }

    /**
     * The account's failure, if it may not write some of the rows, or the system's failure, if it served none of them;
     * otherwise empty.
     */
    Optional<ConnectorException> failure() {
        return first(ErrorKind.ACCOUNT_REFUSED).or(() -> served ? Optional.empty() : first(ErrorKind.UNAVAILABLE));
    }

    /** Whether another call now is useful. */
    boolean mayGoOn() {
        return failure().isEmpty() && first(ErrorKind.RATE_LIMITED).isEmpty();
    }

    /**
     * Whether a refusal concerns its row only. This includes a single row that fails as in an outage while the system
     * serves other rows: the system cannot process that row.
     */
    boolean isOwn(ConnectorException reason) {
        return isOfTheRecord(reason)
                || served && reason.kind() == ErrorKind.UNAVAILABLE && count(ErrorKind.UNAVAILABLE) == 1;
    }

    /**
     * The reason that asks for the longest wait among those with the same consequence, so that rows that wait for the
     * same thing wait together.
     */
    ConnectorException like(ConnectorException reason) {
        return reasons.stream()
                .filter(other -> other.kind() == reason.kind() && other.inDoubt() == reason.inDoubt())
                .max(Comparator.comparing(other -> other.retryAfter().orElse(Duration.ZERO)))
                .orElse(reason);
    }

    private Optional<ConnectorException> first(ErrorKind kind) {
        return reasons.stream().filter(reason -> reason.kind() == kind).findFirst();
    }

    private long count(ErrorKind kind) {
        return reasons.stream().filter(reason -> reason.kind() == kind).count();
    }
}
