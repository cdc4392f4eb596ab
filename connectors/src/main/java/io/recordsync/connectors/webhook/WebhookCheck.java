package io.recordsync.connectors.webhook;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.CheckReport.Finding;
import io.recordsync.connectors.ConnectorException;
import java.util.List;

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
            return new CheckReport(
                    List.of(
                            Finding.good("connection",
                                    ("The receiver's name resolves to an address that is allowed, and"
                                            + " it answers (HTTP %d).")
                                            .formatted(status)),
                            Finding.good("credentials",
                                    "Not tried: only a real message shows whether the receiver takes"
                                            + " our signature, and a made-up record was not sent.")));
        } catch (ConnectorException failure) {
            return new CheckReport(List.of(Finding.bad("connection", step(failure))));
        }
    }

    private static String step(ConnectorException failure) {
        return failure.code().equals("PRIVATE_ADDRESS")
                ?
                        "The receiver's address is a private one. If it is yours, set WEBHOOK_ALLOW_PRIVATE=true; else"
                                + " correct WEBHOOK_URL."
                : failure.getMessage() + " Check WEBHOOK_URL.";
    }
}
