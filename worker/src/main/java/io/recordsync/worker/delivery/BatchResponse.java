package io.recordsync.worker.delivery;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the rows of one call were answered: whether a refusal is its row's own, or that of the system or the account, which each row may tell. */
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

    /** What the call says of the account, where it may not write some of the rows, or of the system, where that served none. */
    Optional<ConnectorException> failure() {
        return first(ErrorKind.ACCOUNT_REFUSED).or(() -> served ? Optional.empty() : first(ErrorKind.UNAVAILABLE));
    }

    /** Whether it is worth calling once more now. */
    boolean mayGoOn() {
        return failure().isEmpty() && first(ErrorKind.RATE_LIMITED).isEmpty();
    }

    /** One row alone that meets what an outage looks like, while others are served, is what the system cannot bear. */
    boolean isOwn(ConnectorException reason) {
        return isOfTheRecord(reason)
                || served && reason.kind() == ErrorKind.UNAVAILABLE && count(ErrorKind.UNAVAILABLE) == 1;
    }

    /** Of the reasons that lead to the same the one that asks for the longest wait, so that rows which wait for it wait together. */
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
