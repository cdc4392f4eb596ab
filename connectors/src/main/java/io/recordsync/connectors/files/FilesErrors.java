package io.recordsync.connectors.files;

import static io.recordsync.connectors.ErrorKind.ACCOUNT_REFUSED;
import static io.recordsync.connectors.ErrorKind.RATE_LIMITED;
import static io.recordsync.connectors.ErrorKind.TRANSIENT;
import static io.recordsync.connectors.ErrorKind.UNAVAILABLE;
import static io.recordsync.connectors.http.ErrorMeaning.row;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Durations;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.http.ErrorTable;
import io.recordsync.connectors.http.VendorError;
import io.recordsync.connectors.http.VendorResponse;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The meanings of file errors: of local files, of web servers, and of GitHub, which answers
 * {@code {"message","documentation_url"}}.
 */
final class FilesErrors {

    static final Duration LIMIT_WAIT = Duration.ofMinutes(1);

    private static final Duration MAX_WAIT = Duration.ofHours(1);
    private static final String MOVED =
            "The server redirects to another address, and redirects are not followed. Change its setting SOURCE to that"
                    + " address.";

    private static final ErrorTable WEB = new ErrorTable(Map.ofEntries(
            row("301", ACCOUNT_REFUSED, MOVED),
            row("302", ACCOUNT_REFUSED, MOVED),
            row("303", ACCOUNT_REFUSED, MOVED),
            row("307", ACCOUNT_REFUSED, MOVED),
            row("308", ACCOUNT_REFUSED, MOVED),
            row(
                    "401",
                    ACCOUNT_REFUSED,
                    "The server requires credentials. Its setting SOURCE must be an address that needs none."),
            row("403", ACCOUNT_REFUSED, "The server refuses access to the file. Check its setting SOURCE."),
            row(
                    "404",
                    UNAVAILABLE,
                    "The file does not exist now. It is looked for again automatically."
                            + " Check its setting SOURCE."),
            row("410", ACCOUNT_REFUSED, "The file was removed permanently. Change its setting SOURCE to another file."),
            row("429", RATE_LIMITED, LIMIT_WAIT, "The server received too many calls. It is retried automatically.")));

    private static final ErrorTable GITHUB = new ErrorTable(Map.ofEntries(
            row(
                    "RATE_LIMIT",
                    RATE_LIMITED,
                    Duration.ofMinutes(15),
                    "The hourly limit of calls at GitHub is reached. Reading continues automatically when"
                            + " calls are available again."),
            row(
                    "SECONDARY_LIMIT",
                    RATE_LIMITED,
                    LIMIT_WAIT,
                    "GitHub received too many calls at once. It is retried automatically."),
            row("429", RATE_LIMITED, LIMIT_WAIT, "GitHub received too many calls. It is retried" + " automatically."),
            row("401", ACCOUNT_REFUSED, "GitHub refuses the token. Renew its setting GITHUB_API_TOKEN."),
            row(
                    "403",
                    ACCOUNT_REFUSED,
                    "The token may not read the repository's contents, or the file is larger than 100 MB."),
            row(
                    "404",
                    ACCOUNT_REFUSED,
                    "The repository, branch or file does not exist, or its setting GITHUB_API_TOKEN may not see"
                            + " it. Check its setting SOURCE."),
            row("409", UNAVAILABLE, "The repository is empty. It is read again automatically."),
            row(
                    "422",
                    ACCOUNT_REFUSED,
                    "The branch, tag or commit does not exist. Check its setting SOURCE after the @.")));

    private FilesErrors() {}

    static ConnectorException web(VendorResponse response) {
        return WEB.reason(VendorError.of(response, own(response, true), List.of()), "a read of the file");
    }

    /** @param now needed because GitHub states the time at which a limit ends, not a duration */
    static ConnectorException github(VendorResponse response, Instant now) {
        VendorError error = VendorError.of(response, githubCode(response), List.of());
        Optional<Duration> wait = error.retryAfter().or(() -> untilReset(response, now));
        return GITHUB.reason(error.after(wait), "a read of the file");
    }

    /** @param what the file's name, without its folder */
    static ConnectorException io(String what, String action, IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> noFile(what);
            case AccessDeniedException refused ->
                reason(
                        ACCOUNT_REFUSED,
                        "ACCESS_DENIED",
                        "This process is not permitted to %s %s. Give it the permission.".formatted(action, what));
            default ->
                reason(
                        UNAVAILABLE,
                        "IO",
                        ("This process could not %s %s. It is retried automatically. Check that the disk is available"
                                        + " and has free space.")
                                .formatted(action, what));
        };
    }

    static ConnectorException noFile(String name) {
        return reason(
                UNAVAILABLE,
                "NO_FILE",
                ("There is no file %s. It is looked for again automatically. Check the system's settings PATH and"
                                + " SOURCE.")
                        .formatted(name));
    }

    static ConnectorException changedMeanwhile(String name) {
        return reason(
                TRANSIENT,
                "CHANGED",
                "The file %s changed while it was read. It is read again automatically.".formatted(name));
    }

    /** The rows for which a write was decided are no longer those of the file. */
    static ConnectorException writtenMeanwhile(String name) {
        return reason(
                TRANSIENT,
                "CHANGED",
                ("Another program changed the file %s while it was being rewritten. Nothing was written. It is retried"
                                + " automatically.")
                        .formatted(name));
    }

    /** A row was not found, but may be a line that cannot be read. */
    static ConnectorException unread(String name, long line) {
        return reason(
                TRANSIENT,
                "UNREADABLE_ROW",
                String.format(
                        Locale.ROOT,
                        "Line %d of %s cannot be read, and may be the row that is looked for. Correct the line. It is"
                                + " retried automatically.",
                        line,
                        name));
    }

    /** The whole file is not of a form that can be read. */
    static ConnectorException unreadable(String name, String why) {
        return reason(
                ACCOUNT_REFUSED,
                "UNREADABLE_FILE",
                "The file %s cannot be read: %s. Correct the file, then retry.".formatted(name, why));
    }

    /** The whole file is not of a form to which records can be written without spoiling it. */
    static ConnectorException unwritable(String name, String why) {
        return reason(
                ACCOUNT_REFUSED,
                "UNREADABLE_FILE",
                "The file %s cannot be written, because %s. Correct the file or move it away, then retry."
                        .formatted(name, why));
    }

    /** A row was not found, but may not have been written yet. */
    static ConnectorException incomplete(String name) {
        return reason(
                TRANSIENT,
                "CHANGED",
                ("The file %s changed a moment ago and its last line has no end, so that it may be incomplete. It is"
                                + " read again automatically.")
                        .formatted(name));
    }

    static ConnectorException reason(ErrorKind kind, String code, String message) {
        return new ConnectorException(kind, code, message, false);
    }

    private static Optional<String> githubCode(VendorResponse response) {
        String message = response.json().path("message").asString("");
        boolean limited = response.status() == 403 || response.status() == 429;
        if (limited && response.header("x-ratelimit-remaining").equals(Optional.of("0"))) {
            return Optional.of("RATE_LIMIT");
        }
        if (limited && (response.retryAfter().isPresent() || message.contains("secondary rate limit"))) {
            return Optional.of("SECONDARY_LIMIT");
        }
        return own(response, !message.isEmpty());
    }

    private static Optional<String> own(VendorResponse response, boolean ours) {
        return ours && response.status() >= 400 ? Optional.of("HTTP_" + response.status()) : Optional.empty();
    }

    /** The wait from {@code x-ratelimit-reset}, which is in epoch seconds. */
    private static Optional<Duration> untilReset(VendorResponse response, Instant now) {
        return response.header("x-ratelimit-reset")
                .filter(text -> response.header("x-ratelimit-remaining").equals(Optional.of("0")))
                .filter(text -> text.matches("[0-9]{1,12}"))
                .map(text -> Duration.between(now, Instant.ofEpochSecond(Long.parseLong(text))))
                .filter(Duration::isPositive)
                .map(wait -> Durations.shorter(wait, MAX_WAIT));
    }
}
