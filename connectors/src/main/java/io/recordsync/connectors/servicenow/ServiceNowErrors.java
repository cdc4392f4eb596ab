package io.recordsync.connectors.servicenow;

import static io.recordsync.connectors.ErrorKind.ACCOUNT_REFUSED;
import static io.recordsync.connectors.ErrorKind.PERMANENT;
import static io.recordsync.connectors.ErrorKind.RATE_LIMITED;
import static io.recordsync.connectors.ErrorKind.TRANSIENT;
import static io.recordsync.connectors.ErrorKind.UNAVAILABLE;
import static io.recordsync.connectors.http.ErrorMeaning.row;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.ErrorMeaning;
import io.recordsync.connectors.http.ErrorTable;
import io.recordsync.connectors.http.VendorError;
import io.recordsync.connectors.http.VendorResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The meanings of ServiceNow's errors. Their form is {@code {"error":{"message","detail"},"status":"failure"}}, without
 * a code. If one status has several meanings, a few fixed words in the text distinguish them; the codes are our own.
 */
final class ServiceNowErrors {

    static final Duration LIMIT_WAIT = Duration.ofMinutes(1);

    private static final String DUPLICATE = "DUPLICATE";
    private static final String DUPLICATE_RECORD_ID = "DUPLICATE_RECORD_ID";

    private static final Map<String, ErrorMeaning> TABLE = Map.ofEntries(
            row(
                    "ABORTED",
                    PERMANENT,
                    "A business rule or data policy of the instance refuses the record. Correct the record or that"
                            + " rule, then retry."),
            row(DUPLICATE, PERMANENT, "Another record has the value of a unique column."),
            row(
                    DUPLICATE_RECORD_ID,
                    TRANSIENT,
                    Duration.ofSeconds(2),
                    "A record with this record id was created after the look-up. It is retried automatically."),
            row(
                    "NO_ACCESS",
                    ACCOUNT_REFUSED,
                    "The user lacks a role. Grant the user read, create, write and delete access to the table."),
            row("INVALID_TABLE", PERMANENT, "The table does not exist. Correct the rule, then retry."),
            row(
                    "CANCELLED",
                    UNAVAILABLE,
                    "The instance cancelled the call, because it took too long. It is retried automatically."),
            //
            row(
                    "401",
                    ACCOUNT_REFUSED,
                    "ServiceNow refuses the credentials. Renew the password or the client's secret."),
            row(
                    "HTTP_403",
                    ACCOUNT_REFUSED,
                    "The user lacks a role. Grant the user read, create, write and delete access to the table."),
            row("HTTP_404", PERMANENT, "The record does not exist, or the user may not see it."),
            row(
                    "413",
                    PERMANENT,
                    "The record is larger than ServiceNow accepts. Shorten it at the source or in"
                            + " the rule, then retry."),
            row(
                    "429",
                    RATE_LIMITED,
                    LIMIT_WAIT,
                    "The user has reached the hourly limit of calls. It is retried automatically."));

    private static final ErrorTable ERRORS = new ErrorTable(TABLE);

    private ServiceNowErrors() {}

    /** @param columns the columns that may be the cause; those that the error names are shown */
    static ConnectorException reason(
            VendorResponse response, Collection<String> columns, String recordIdField, String subject) {
        Optional<String> code = code(response.status(), response.json(), recordIdField);
        List<String> named = named(response.json(), columns);
        VendorError error = VendorError.of(response, code, named);
        return ERRORS.reason(isCancelled(code) ? error.doubted() : error, subject)
                .ofFields(Set.copyOf(named));
    }

    static ConnectorException reason(VendorResponse response, String recordIdField, String subject) {
        return reason(response, List.of(), recordIdField, subject);
    }

    /** The reason for one item of a batch. */
    static ConnectorException itemReason(
            String system,
            int status,
            JsonNode body,
            Collection<String> columns,
            String recordIdField,
            String subject) {
        Optional<String> code = code(status, body, recordIdField);
        boolean doubt = code.isEmpty() || isCancelled(code);
        List<String> named = named(body, columns);
        return ERRORS.reason(new VendorError(system, code, named, status, Optional.empty(), true, doubt), subject)
                .ofFields(Set.copyOf(named));
    }

    /** Whether another record has the value of a unique column, other than the one for our record id. */
    static boolean isDuplicate(ConnectorException reason) {
        return reason.code().equals(DUPLICATE);
    }

    /**
     * The refusal of an update. Updates make no look-up, so that a record id which another record has is no race, and a
     * retry would be refused too.
     */
    static ConnectorException ofUpdate(ConnectorException reason, Write write) {
        return reason.code().equals(DUPLICATE_RECORD_ID)
                ? ConnectorException.refused(
                        DUPLICATE_RECORD_ID,
                        ("ServiceNow did not accept %s, because another record has this record id. Merge the two"
                                        + " records there, then retry.")
                                .formatted(write))
                : reason;
    }

    /** Whether the record does not exist or is hidden; ServiceNow does not distinguish the two. */
    static boolean isGone(int status, JsonNode body) {
        return status == 404 && isOwn(body);
    }

    /**
     * The failure of a query that returned records which do not match it. The instance ignores conditions that it does
     * not understand, and so finds more records.
     */
    static ConnectorException ignoredQuery(String table, Collection<String> columns) {
        return ConnectorException.refused(
                "IGNORED_QUERY",
                ("ServiceNow answered a query of %s with records that do not match it, so it ignored a condition."
                                + " Check that the table has the columns %s, that the user may read them, and that the"
                                + " user's time zone is GMT, then retry.")
                        .formatted(table, String.join(", ", columns)));
    }

    /** @return empty for an answer that did not come from ServiceNow itself */
    private static Optional<String> code(int status, JsonNode body, String recordIdField) {
        if (!isOwn(body)) {
            return Optional.empty();
        }
        String text = body.path("error").path("message").asString("") + " "
                + body.path("error").path("detail").asString("");
        return Optional.of(code(status, text, recordIdField));
    }

    private static String code(int status, String text, String recordIdField) {
        if (text.contains("Transaction cancelled")) {
            return "CANCELLED";
        }
        if (text.contains("Unique Key violation")) {
            return text.contains(recordIdField) ? DUPLICATE_RECORD_ID : DUPLICATE;
        }
        if (text.contains("ACL Exception")) {
            return "NO_ACCESS";
        }
        if (text.startsWith("Invalid table")) {
            return "INVALID_TABLE";
        }
        return status == 403 && text.startsWith("Operation Failed") ? "ABORTED" : "HTTP_" + status;
    }

    private static boolean isCancelled(Optional<String> code) {
        return code.filter("CANCELLED"::equals).isPresent();
    }

    private static boolean isOwn(JsonNode body) {
        return body.path("error").path("message").isString();
    }

    /** The written columns that the text names. Nothing else of the text is shown, because it may quote values. */
    private static List<String> named(JsonNode body, Collection<String> columns) {
        String detail = body.path("error").path("detail").asString("");
        return columns.stream()
                .filter(column -> Pattern.compile("\\b" + Pattern.quote(column) + "\\b")
                        .matcher(detail)
                        .find())
                .sorted()
                .toList();
    }
}
