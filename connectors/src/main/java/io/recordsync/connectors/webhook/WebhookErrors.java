package io.recordsync.connectors.webhook;

import static io.recordsync.connectors.ErrorKind.ACCOUNT_REFUSED;
import static io.recordsync.connectors.ErrorKind.PERMANENT;
import static io.recordsync.connectors.ErrorKind.RATE_LIMITED;
import static io.recordsync.connectors.ErrorKind.UNAVAILABLE;
import static io.recordsync.connectors.http.ErrorMeaning.row;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.http.ErrorMeaning;
import io.recordsync.connectors.http.ErrorTable;
import io.recordsync.connectors.http.VendorError;
import io.recordsync.connectors.http.VendorResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The meanings of a receiver's answers, by their status, as the Standard Webhooks specification defines them. A problem
 * document (RFC 9457) may name the fields that caused the error: {@code errors[].pointer}.
 */
final class WebhookErrors {

    static final Duration LIMIT_WAIT = Duration.ofSeconds(30);

    private static final String MOVED =
            "The receiver redirects to another address, and redirects are not followed. Change its setting URL to that"
                    + " address.";
    private static final String NOBODY = "Nothing accepts messages at this address. Check its setting URL.";

    private static final Map<String, ErrorMeaning> TABLE = Map.ofEntries(
            row("301", UNAVAILABLE, MOVED),
            row("302", UNAVAILABLE, MOVED),
            row("303", UNAVAILABLE, MOVED),
            row("307", UNAVAILABLE, MOVED),
            row("308", UNAVAILABLE, MOVED),
            //
            row(
                    "401",
                    ACCOUNT_REFUSED,
                    "The receiver refuses the signature. Check that both sides have the same secret."),
            row("403", ACCOUNT_REFUSED, "The receiver refuses access. Check that both sides have the same secret."),
            row("404", UNAVAILABLE, NOBODY),
            row("405", UNAVAILABLE, NOBODY),
            row("408", UNAVAILABLE, "The receiver did not answer in time. It is retried automatically."),
            row(
                    "410",
                    PERMANENT,
                    "The receiver was removed permanently and accepts no more messages. Change its setting URL"
                            + " to another receiver, or remove the system from the rules, then retry."),
            row(
                    "429",
                    RATE_LIMITED,
                    LIMIT_WAIT,
                    "The receiver received too many messages. It is retried automatically."));

    private static final ErrorTable ERRORS = new ErrorTable(TABLE);

    private WebhookErrors() {}

    static ConnectorException reason(VendorResponse response, String subject) {
        return ERRORS.reason(VendorError.of(response, code(response), fields(response)), subject);
    }

    /**
     * A refusal counts as the receiver's own answer whatever its body is, because no form is specified. After a failure
     * it is open what the receiver did.
     */
    private static Optional<String> code(VendorResponse response) {
        boolean refused = response.status() >= 400 && response.status() < 500;
        return refused ? Optional.of("HTTP_" + response.status()) : Optional.empty();
    }

    private static List<String> fields(VendorResponse response) {
        return response.json()
                .path("errors")
                .valueStream()
                .map(error -> error.path("pointer").asString(""))
                .map(pointer -> pointer.substring(pointer.lastIndexOf('/') + 1))
                .toList();
    }
}
