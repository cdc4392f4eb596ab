package io.recordsync.connectors.outreach;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.CheckReport.Finding;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.http.VendorResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks whether an account works. For each object it reads one record, and tries to update and delete a record that
 * cannot exist: Outreach checks the scope before it looks for the record.
 */
final class OutreachCheck {

    /** Ids start at 1. */
    private static final String NO_RECORD = "0";

    private final OutreachApi api;
    private final CallScope scope;
    private final List<Finding> findings = new ArrayList<>();

    OutreachCheck(OutreachApi api, CallScope scope) {
        this.api = api;
        this.scope = scope;
    }

    CheckReport check(List<String> objects) {
        if (isConnected()) {
            objects.forEach(this::checkObject);
        }
        return new CheckReport(findings);
    }

    private boolean isConnected() {
        Optional<ConnectorException> failure = failure(() -> requireReadable(OutreachObject.PROSPECTS))
                .filter(reason -> !OutreachErrors.isMissingScope(reason));
        boolean reached = failure.map(reason -> reason.kind() == ErrorKind.ACCOUNT_REFUSED)
                .orElse(true);
        if (reached) {
            add("connection", Optional.empty(), "Outreach answers.");
        }
        add(reached ? "credentials" : "connection", failure, "Outreach accepts the app and its refresh token.");
        return failure.isEmpty();
    }

    private void checkObject(String name) {
        Optional<ConnectorException> failure = failure(() -> {
            OutreachObject object = OutreachObject.of(name);
            requireReadable(object);
            requireAllowed(api.update(object, NO_RECORD, Map.of(), scope), "an update of " + name);
            requireAllowed(api.delete(object, NO_RECORD, scope), "a delete of " + name);
        });
        add("permissions of " + name, failure, "The app may read, update and delete %s.".formatted(name));
    }

    private void requireReadable(OutreachObject object) {
        VendorResponse response = api.changes(object, Optional.empty(), "updatedAt", 1, scope);
        OutreachApi.rows(response, "a read of " + object.path());
    }

    private static void requireAllowed(VendorResponse response, String subject) {
        if (!OutreachErrors.isNotFound(response)) {
            throw OutreachErrors.reason(response, subject);
        }
    }

    private static Optional<ConnectorException> failure(Runnable calls) {
        try {
            calls.run();
            return Optional.empty();
        } catch (ConnectorException e) {
            return Optional.of(e);
        } catch (CallDeferredException e) {
            String message = "The check could not be made. %s".formatted(e.getMessage());
            return Optional.of(
                    new ConnectorException(ErrorKind.RATE_LIMITED, "DEFERRED", message, false, e.waitTime(), null));
        }
    }

    private void add(String what, Optional<ConnectorException> failure, String good) {
        findings.add(new Finding(
                what,
                failure.isEmpty(),
                failure.map(ConnectorException::getMessage).orElse(good)));
    }
}
