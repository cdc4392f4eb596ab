package io.recordsync.connectors.hubspot;

import static io.recordsync.connectors.ErrorKind.ACCOUNT_REFUSED;
import static io.recordsync.connectors.ErrorKind.PERMANENT;
import static io.recordsync.connectors.ErrorKind.RATE_LIMITED;
import static io.recordsync.connectors.ErrorKind.TRANSIENT;
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
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The meanings of HubSpot's errors. Their form is {@code {"category","message","errors":[{"code","context"}],…}}, with
 * {@code policyName} for a rate limit; the row errors of a 207 have the same form. Every part may be missing.
 */
final class HubSpotErrors {

    static final Duration LIMIT_WAIT = Duration.ofSeconds(10);

    /** The daily limit ends at midnight in the account's time zone, which no answer states. */
    private static final Duration DAILY = Duration.ofMinutes(15);

    private static final Map<String, ErrorMeaning> TABLE = Map.ofEntries(
            row("423", TRANSIENT, Duration.ofSeconds(2), "Another change holds the record; it is tried again."),
            //
            row(
                    "477",
                    UNAVAILABLE,
                    Duration.ofMinutes(5),
                    "HubSpot is moving the account to another data centre; it is tried again."),
            //
            row(
                    "TEN_SECONDLY_ROLLING",
                    RATE_LIMITED,
                    Duration.ofSeconds(10),
                    "The app has used its calls of 10 seconds; it is tried again."),
            row(
                    "SECONDLY",
                    RATE_LIMITED,
                    Duration.ofSeconds(1),
                    "The app has used its calls of a second; it is tried again."),
            row(
                    "DAILY",
                    RATE_LIMITED,
                    DAILY,
                    "The account has used its calls of the day; it is tried as they come free."),
            row("RATE_LIMITS", RATE_LIMITED, Duration.ofSeconds(10), "Too many calls; it is tried again."),
            row("429", RATE_LIMITED, Duration.ofSeconds(10), "Too many calls; it is tried again."),
            //
            row("INVALID_AUTHENTICATION", ACCOUNT_REFUSED, "HubSpot refuses the API token: renew it."),
            row("EXPIRED_AUTHENTICATION", ACCOUNT_REFUSED, "The API token has expired: renew it."),
            row(
                    "MISSING_SCOPES",
                    ACCOUNT_REFUSED,
                    "The API token lacks a scope: grant the app read and write of the object."),
            row("401", ACCOUNT_REFUSED, "HubSpot refuses the API token: renew it."),
            //
            row("CONFLICT", PERMANENT, "Another record has the value of a unique property."),
            row(
                    "VALIDATION_ERROR",
                    PERMANENT,
                    "A property is unknown, or its value is not of its type: correct the record or the rule, then"
                            + " retry."),
            row(
                    "OBJECT_NOT_FOUND",
                    PERMANENT,
                    "The object is not there, or may not be seen: correct the rule, then retry."),
            row("413", PERMANENT, "The record is larger than HubSpot takes."),
            row("414", PERMANENT, "The record's id is too long."));

    private static final ErrorTable ERRORS = new ErrorTable(HubSpotConnector.SYSTEM, TABLE);

    private static final Pattern EXISTING_ID = Pattern.compile("Existing ID: ([0-9]{1,20})");

    private HubSpotErrors() {}

    static ConnectorException reason(VendorResponse response, String subject) {
        JsonNode error = response.json();
        Optional<String> code = code(error, "HTTP_" + response.status());
        return ERRORS.reason(VendorError.of(response, code, fields(error)), subject);
    }

    /** The reason for one row error of a 207. */
    static ConnectorException rowReason(JsonNode error, String subject) {
        return ERRORS.reason(VendorError.ofRow(code(error, "ERROR"), fields(error)), subject);
    }

    static boolean isConflict(ConnectorException reason) {
        return reason.code().equals("CONFLICT");
    }

    /** HubSpot answers a well-formed id that does not exist without a category. */
    static boolean isNotFound(VendorResponse response) {
        return response.status() == 404 && isOwn(response.json());
    }

    static boolean isNotFoundRow(JsonNode error) {
        return error.path("category").asString("").equals("OBJECT_NOT_FOUND");
    }

    /**
     * The id of the record that the write conflicts with: from the context of a row error, or from the message of a
     * single answer.
     */
    static Optional<String> existingId(JsonNode error) {
        JsonNode id = error.path("context").path("existingId");
        return HubSpotApi.id(id.isArray() ? id.path(0) : id)
                .or(() -> EXISTING_ID
                        .matcher(error.path("message").asString(""))
                        .results()
                        .map(match -> match.group(1))
                        .findFirst());
    }

    /** @param otherwise the code of an error that comes from HubSpot and has none */
    private static Optional<String> code(JsonNode error, String otherwise) {
        return error.path("policyName")
                .asStringOpt()
                .or(() -> error.path("category").asStringOpt())
                .or(() -> isOwn(error) ? Optional.of(otherwise) : Optional.empty());
    }

    private static boolean isOwn(JsonNode error) {
        return error.path("status").asString("").equals("error");
    }

    private static List<String> fields(JsonNode error) {
        return error.path("errors")
                .valueStream()
                .flatMap(each -> each.path("context").path("propertyName").valueStream())
                .map(name -> name.asString(""))
                .toList();
    }
}
