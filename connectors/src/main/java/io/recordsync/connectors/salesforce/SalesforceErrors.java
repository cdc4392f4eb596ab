package io.recordsync.connectors.salesforce;

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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The meanings of Salesforce's errors. Their form is {@code [{"message","errorCode","fields"}]}; in a row of a
 * collection the code is {@code statusCode}.
 */
final class SalesforceErrors {

    /**
     * The daily limit is a rolling one, so that calls become available all the time. Salesforce sends no Retry-After.
     */
    static final Duration LIMIT_WAIT = Duration.ofMinutes(15);

    private static final Duration CONCURRENT = Duration.ofSeconds(20);

    /** Our own code. Salesforce's code has two meanings, which only the message distinguishes. */
    private static final String DAILY_LIMIT = "REQUEST_LIMIT_EXCEEDED_DAILY";

    private static final Map<String, ErrorMeaning> TABLE = Map.ofEntries(
            row(
                    "UNABLE_TO_LOCK_ROW",
                    TRANSIENT,
                    "Another change had locked the record or its parent. It is retried automatically."),
            row(
                    "ENTITY_IS_LOCKED",
                    TRANSIENT,
                    "An approval process has locked the record. It is retried automatically."),
            row("ENTITY_IS_DELETED", TRANSIENT, "The record was deleted in the meantime. It is retried automatically."),
            row(
                    "ExceededQuota",
                    RATE_LIMITED,
                    LIMIT_WAIT,
                    "The org has used the bulk batches that are allowed in 24 hours. It is retried automatically"
                            + " when batches are available again."),
            row("QUERY_TIMEOUT", TRANSIENT, "The look-up took too long. It is retried automatically."),
            //
            row(
                    "SERVER_UNAVAILABLE",
                    UNAVAILABLE,
                    "Salesforce is overloaded or in maintenance. It is retried automatically."),
            row("UNKNOWN_EXCEPTION", UNAVAILABLE, "Salesforce had an internal error. It is retried automatically."),
            //
            row(
                    "REQUEST_LIMIT_EXCEEDED",
                    RATE_LIMITED,
                    CONCURRENT,
                    "Too many long calls run at once in the org. It is retried automatically."),
            row(
                    DAILY_LIMIT,
                    RATE_LIMITED,
                    LIMIT_WAIT,
                    "The org has used the calls that are allowed in 24 hours. It is retried automatically when"
                            + " calls are available again."),
            row("429", RATE_LIMITED, CONCURRENT, "The account made too many calls. It is retried automatically."),
            //
            row(
                    "INVALID_SESSION_ID",
                    ACCOUNT_REFUSED,
                    "Salesforce refuses a new access token. Check the connected app's policies."),
            row(
                    "INVALID_AUTH_HEADER",
                    ACCOUNT_REFUSED,
                    "Salesforce refuses the access token. Check the connected app."),
            row("API_DISABLED_FOR_ORG", ACCOUNT_REFUSED, "The org or its user has no API access. Enable it."),
            row("API_CURRENTLY_DISABLED", ACCOUNT_REFUSED, "The org's API is disabled. Enable it."),
            row("INSUFFICIENT_ACCESS", ACCOUNT_REFUSED, "The app's user lacks a permission. Grant it."),
            row(
                    "STORAGE_LIMIT_EXCEEDED",
                    ACCOUNT_REFUSED,
                    "The org's data storage is full. Free some storage or buy more."),
            row(
                    "NOT_FOUND",
                    ACCOUNT_REFUSED,
                    "The object or its external-id field is missing, or the app's user may not see it. Create the"
                            + " field, or let the user see it."),
            row("401", ACCOUNT_REFUSED, "Salesforce refuses the access token. Check the connected app."),
            //
            row("DUPLICATE_VALUE", PERMANENT, "Another record has the value of a unique field."),
            row("DUPLICATES_DETECTED", PERMANENT, "A duplicate rule of the org found a similar record."),
            row("300", PERMANENT, "Several records have this external id. Merge them, then retry."),
            row(
                    "REQUIRED_FIELD_MISSING",
                    PERMANENT,
                    "A required field is empty. Fill it at the source, or map a field to it, then retry."),
            row(
                    "INVALID_FIELD",
                    PERMANENT,
                    "The org has no such field, or the app's user may not see it. Correct"
                            + " the rule or the permissions, then retry."),
            row(
                    "INVALID_TYPE",
                    PERMANENT,
                    "The org has no such object, or the app's user may not see it. Correct"
                            + " the rule or the permissions, then retry."),
            row(
                    "MALFORMED_QUERY",
                    PERMANENT,
                    "The rule names an object or field that does not exist. Correct the rule, then retry."),
            row(
                    "InvalidBatch",
                    PERMANENT,
                    "The org has no such field, or the app's user may not see it. Correct"
                            + " the rule or the permissions, then retry."),
            row("INVALID_EMAIL_ADDRESS", PERMANENT, "The e-mail address is not valid. Correct it at the source."),
            row(
                    "STRING_TOO_LONG",
                    PERMANENT,
                    "A value is too long. Shorten it at the source or in the rule, then retry."),
            row(
                    "FIELD_CUSTOM_VALIDATION_EXCEPTION",
                    PERMANENT,
                    "A validation rule of the org refuses the record. Correct the record or the validation rule,"
                            + " then retry."),
            row(
                    "413",
                    PERMANENT,
                    "The record is larger than Salesforce accepts. Shorten it at the source or in"
                            + " the rule, then retry."),
            row("414", PERMANENT, "A value by which the record is looked up is too long. Shorten it at the source."),
            row("431", PERMANENT, "A value by which the record is looked up is too long. Shorten it at the source."));

    private static final ErrorTable ERRORS = new ErrorTable(TABLE);

    private static final Set<String> DUPLICATE = Set.of("DUPLICATE_VALUE", "DUPLICATES_DETECTED");
    private static final Set<String> GONE = Set.of("NOT_FOUND", "ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY");

    private static final Pattern DUPLICATE_ID = Pattern.compile("id: ([A-Za-z0-9]{15,18})");

    /** Codes of a 401 after which a new token would always be refused too. */
    private static final List<String> NO_NEW_TOKEN_HELPS =
            List.of("This session is not valid for use with the REST API", "Connected app is not attached to Agent");

    private SalesforceErrors() {}

    static ConnectorException reason(VendorResponse response, String subject) {
        JsonNode error = response.json().path(0);
        return ERRORS.reason(VendorError.of(response, code(error, "errorCode"), fields(error)), subject);
    }

    /** The reason for one row of an answer that succeeded as a whole. */
    static ConnectorException rowReason(String system, JsonNode row, String subject) {
        JsonNode error = row.path("errors").path(0);
        return ERRORS.reason(VendorError.ofRow(system, code(error, "statusCode"), fields(error)), subject);
    }

    /** The reason for one row of a create or an update, with the fields of the write that the row's errors name. */
    static ConnectorException refusal(String system, JsonNode row, Write write) {
        List<String> named = row.path("errors")
                .valueStream()
                .flatMap(error -> fields(error).stream())
                .toList();
        return rowReason(system, row, write.toString()).ofFields(write.fieldsNamed(named));
    }

    /**
     * The ids of the records that a refused row duplicates, where Salesforce names them: for a unique value in the
     * message, for a duplicate rule in the records of {@code duplicateResult}, which some versions spell
     * {@code duplicateResut}.
     */
    static List<String> duplicates(JsonNode row) {
        JsonNode error = row.path("errors").path(0);
        return Stream.concat(duplicates(message(error)), error.findValuesAsString("Id").stream())
                .flatMap(id -> SalesforceApi.id(id).stream())
                .distinct()
                .toList();
    }

    /**
     * The reason for a bulk job that failed as a whole: {@code InvalidBatch : Field name not found : X__c}. Rows that
     * it has written stay written.
     */
    static ConnectorException jobReason(VendorResponse job, String subject) {
        Optional<String> code = Optional.of(bulkCode(job.json().path("errorMessage")));
        return ERRORS.reason(VendorError.ofRow(job.call().system(), code, List.of()), subject);
    }

    /**
     * The reason for one row of a bulk job:
     * {@code REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --}.
     */
    static ConnectorException jobRowReason(String system, String error, String subject) {
        Optional<String> code = Optional.of(error.substring(0, Math.max(0, error.indexOf(':'))));
        return ERRORS.reason(VendorError.ofRow(system, code, jobFields(error)), subject);
    }

    /** The reason for one row of a job of creates or updates, with the fields of the write that the error names. */
    static ConnectorException jobRefusal(String system, String error, Write write) {
        return jobRowReason(system, error, write.toString()).ofFields(write.fieldsNamed(jobFields(error)));
    }

    /** The ids of the records that a refused row of a job duplicates: Salesforce names them for a unique value. */
    static List<String> jobDuplicates(String error) {
        return duplicates(error).distinct().toList();
    }

    static boolean isTooMuch(VendorResponse response) {
        return response.json().path(0).path("errorCode").asString("").equals("EXCEEDED_ID_LIMIT");
    }

    /** Whether a read of deletes starts earlier than Salesforce keeps them. */
    static boolean isForgotten(VendorResponse response) {
        return response.json().path(0).path("errorCode").asString("").equals("INVALID_REPLICATION_DATE");
    }

    static boolean isDuplicate(ConnectorException reason) {
        return DUPLICATE.contains(reason.code());
    }

    /** Whether a call should be repeated with a new token. */
    static boolean isExpiredToken(VendorResponse response) {
        String message = message(response.json().path(0));
        return response.status() == 401 && NO_NEW_TOKEN_HELPS.stream().noneMatch(message::contains);
    }

    /** Whether the answer to a delete says that there is no such record, and not that there is no such field. */
    static boolean isGone(VendorResponse response, String externalIdField) {
        JsonNode error = response.json().path(0);
        return GONE.contains(error.path("errorCode").asString(""))
                && !message(error).contains(externalIdField);
    }

    /** Whether an update may have met no record. The codes are also used for a deleted record that a field names. */
    static boolean isGone(ConnectorException reason) {
        return GONE.contains(reason.code());
    }

    static boolean isGoneRow(JsonNode row) {
        return GONE.contains(row.path("errors").path(0).path("statusCode").asString(""));
    }

    private static Optional<String> code(JsonNode error, String name) {
        boolean daily = message(error).startsWith("TotalRequests");
        return error.path(name)
                .asStringOpt()
                .map(code -> daily && code.equals("REQUEST_LIMIT_EXCEEDED") ? DAILY_LIMIT : code);
    }

    private static String bulkCode(JsonNode message) {
        String text = message.asString("");
        return text.contains(":") ? text.substring(0, text.indexOf(':')).strip() : "JOB_FAILED";
    }

    private static Stream<String> duplicates(String message) {
        return DUPLICATE_ID.matcher(message).results().map(match -> match.group(1));
    }

    private static List<String> jobFields(String error) {
        return Arrays.stream(error.substring(error.lastIndexOf(':') + 1)
                        .replace("--", "")
                        .split(","))
                .map(String::strip)
                .toList();
    }

    private static List<String> fields(JsonNode error) {
        return error.path("fields")
                .valueStream()
                .map(field -> field.asString(""))
                .toList();
    }

    private static String message(JsonNode error) {
        return error.path("message").asString("");
    }
}
