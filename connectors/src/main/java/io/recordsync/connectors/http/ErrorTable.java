package io.recordsync.connectors.http;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import java.util.Map;
import java.util.Optional;

/**
 * The meanings of a system's errors. An error is looked up by the vendor's code first, then by the HTTP status, then by
 * the class of the status.
 */
public final class ErrorTable {

    private static final ErrorMeaning FAILED =
            meaning(ErrorKind.UNAVAILABLE, "The system had an internal error. It is retried automatically.");
    private static final ErrorMeaning FORBIDDEN = meaning(
            ErrorKind.ACCOUNT_REFUSED,
            "The account is not permitted to do this. Check the credentials and permissions of its app.");
    private static final ErrorMeaning REFUSED = meaning(
            ErrorKind.PERMANENT,
            "The system does not accept the record as it is. Correct the record or its rule, then retry.");
    private static final ErrorMeaning STRANGER = meaning(
            ErrorKind.UNAVAILABLE,
            "The answer did not come from the system itself. Check the base URL, and any proxy in front of it.");

    private final Map<String, ErrorMeaning> byCode;

    /** @param byCode the meanings by vendor code or HTTP status */
    public ErrorTable(Map<String, ErrorMeaning> byCode) {
        this.byCode = Map.copyOf(byCode);
    }

    /**
     * The exception for one error.
     *
     * @param subject what was asked: {@code UPSERT of Contact A1234}
     */
    public ConnectorException reason(VendorError error, String subject) {
        ErrorMeaning meaning = meaning(error);
        return new ConnectorException(
                        meaning.kind(),
                        error.shownCode(),
                        "%s answered %s with %s%s. %s"
                                .formatted(
                                        error.system(), subject, error.shownCode(), details(error), meaning.advice()),
                        error.inDoubt(),
                        error.retryAfter().or(meaning::pause).orElse(null),
                        null)
                .failedInside(error.failedInside());
    }

    private ErrorMeaning meaning(VendorError error) {
        return error.code()
                .flatMap(this::row)
                .or(() -> row(Integer.toString(error.status())))
                .orElseGet(() -> byStatus(error));
    }

    private Optional<ErrorMeaning> row(String code) {
        return Optional.ofNullable(byCode.get(code));
    }

    private static ErrorMeaning byStatus(VendorError error) {
        if (error.status() >= 500) {
            return FAILED;
        }
        if (error.code().isEmpty()) {
            return STRANGER;
        }
        return error.status() == 403 ? FORBIDDEN : REFUSED;
    }

    private static String details(VendorError error) {
        boolean shown = error.status() == 0 || error.shownCode().startsWith("HTTP_");
        String status = shown ? "" : " (HTTP " + error.status() + ")";
        return error.fields().isEmpty() ? status : status + " on " + String.join(", ", error.fields());
    }

    private static ErrorMeaning meaning(ErrorKind kind, String advice) {
        return new ErrorMeaning(kind, Optional.empty(), advice);
    }
}
