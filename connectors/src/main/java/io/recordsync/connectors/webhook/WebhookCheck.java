package io.recordsync.connectors.webhook;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.CheckReport.Finding;
import io.recordsync.connectors.ConnectorException;
import java.util.List;
import java.util.Locale;

/** Checks whether the receiver answers. */
final class WebhookCheck {

    private final WebhookApi api;

    WebhookCheck(WebhookApi api) {
        this.api = api;
    }

    /** Sends no message, because a receiver would take an invented record for a real one. */
    CheckReport check(CallScope scope) {
        try {
            int status = api.head(scope).status();
            return new CheckReport(List.of(
                    Finding.good(
                            "connection",
                            String.format(
                                    Locale.ROOT,
                                    "The receiver has an address that is allowed, and it answers (HTTP %d).",
                                    status)),
                    Finding.good(
                            "credentials",
                            "This was not checked. Only a real message shows whether the receiver accepts"
                                    + " our signature, and no invented record is sent.")));
        } catch (ConnectorException e) {
            return new CheckReport(List.of(Finding.bad("connection", step(e))));
        }
    }

    private static String step(ConnectorException failure) {
        return failure.code().equals("PRIVATE_ADDRESS")
                ? "The receiver has a private address. If that is intended, change its setting ALLOW_PRIVATE to true."
                        + " Otherwise correct its setting URL."
                : failure.getMessage() + " Check its setting URL.";
    }
}
