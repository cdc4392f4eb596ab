package io.recordsync.worker.delivery;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the rows of one call were answered: whether a refusal is its row's own, or that of the system or the account, which each row may tell. */
final class Answers {

    private final List<ConnectorException> reasons;
    private final boolean served;

    Answers(List<Outcome> outcomes) {
        reasons = outcomes.stream()
                .filter(Outcome.Refused.class::isInstance)
                .map(outcome -> ((Outcome.Refused) outcome).reason())
                .toList();
        served = reasons.size() < outcomes.size() || reasons.stream().anyMatch(Answers::isOfTheRecord);
    }

    private static boolean isOfTheRecord(ConnectorException reason) {
        return reason.kind() == ErrorKind.PERMANENT || reason.kind() == ErrorKind.TRANSIENT;
    }

    /** Why the system or the account served no row at all; a reason that leaves doubt leaves it to all of them. */
    Optional<ConnectorException> failure() {
        return served
                ? Optional.empty()
                : reasons.stream()
                        .filter(reason -> reason.kind() != ErrorKind.RATE_LIMITED)
                        .max(Comparator.comparing(ConnectorException::inDoubt));
    }

    /** Why the account may not write some of the rows. */
    Optional<ConnectorException> accountRefusal() {
        return first(ErrorKind.ACCOUNT_REFUSED);
    }

    /** One row alone that meets what an outage looks like, while others are served, is what the system cannot bear. */
    boolean isOwn(ConnectorException reason) {
        return isOfTheRecord(reason) || reason.kind() == ErrorKind.UNAVAILABLE && count(ErrorKind.UNAVAILABLE) == 1;
    }

    /** The first reason that leads to the same, so that rows which wait for it wait together. */
    ConnectorException like(ConnectorException reason) {
        return reasons.stream()
                .filter(other -> other.kind() == reason.kind() && other.inDoubt() == reason.inDoubt())
                .findFirst()
                .orElse(reason);
    }

    /** Whether the account takes further calls now. */
    boolean mayGoOn() {
        return accountRefusal().isEmpty() && first(ErrorKind.RATE_LIMITED).isEmpty();
    }

    private Optional<ConnectorException> first(ErrorKind kind) {
        return reasons.stream().filter(reason -> reason.kind() == kind).findFirst();
    }

    private long count(ErrorKind kind) {
        return reasons.stream().filter(reason -> reason.kind() == kind).count();
    }
}
