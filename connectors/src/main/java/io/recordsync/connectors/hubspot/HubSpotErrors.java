package io.recordsync.connectors.hubspot;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
            row(
                    "423",
                    TRANSIENT,
                    Duration.ofSeconds(2),
                    "Another change has locked the record. It is retried automatically."),
            //
            row(
                    "477",
                    UNAVAILABLE,
                    Duration.ofMinutes(5),
                    "HubSpot is moving the account to another data centre. It is retried automatically."),
            //
            row(
                    "TEN_SECONDLY_ROLLING",
                    RATE_LIMITED,
                    Duration.ofSeconds(10),
                    "The app has reached its limit of calls in 10 seconds. It is retried automatically."),
            row(
                    "SECONDLY",
                    RATE_LIMITED,
                    Duration.ofSeconds(1),
                    "The app has reached its limit of calls in one second. It is retried automatically."),
            row(
                    "DAILY",
                    RATE_LIMITED,
                    DAILY,
                    "The account has reached its daily limit of calls. It is retried automatically when calls are"
                            + " available again."),
            row(
                    "RATE_LIMITS",
                    RATE_LIMITED,
                    Duration.ofSeconds(10),
                    "The account made too many calls. It is retried automatically."),
            row(
                    "429",
                    RATE_LIMITED,
                    Duration.ofSeconds(10),
                    "The account made too many calls. It is retried automatically."),
            //
            row("INVALID_AUTHENTICATION", ACCOUNT_REFUSED, "HubSpot refuses the API token. Renew it."),
            row("EXPIRED_AUTHENTICATION", ACCOUNT_REFUSED, "The API token has expired. Renew it."),
            row(
                    "MISSING_SCOPES",
                    ACCOUNT_REFUSED,
                    "The API token lacks a scope. Grant the app read and write access to the object."),
            row("401", ACCOUNT_REFUSED, "HubSpot refuses the API token. Renew it."),
            //
            row("CONFLICT", PERMANENT, "Another record has the value of a unique property."),
            row(
                    "VALIDATION_ERROR",
                    PERMANENT,
                    "A property is unknown, or a value does not have the type of its property. Correct the record"
                            + " or the rule, then retry."),
            row(
                    "OBJECT_NOT_FOUND",
                    PERMANENT,
                    "The object does not exist, or the app may not see it. Correct the rule, then retry."),
            row(
                    "413",
                    PERMANENT,
                    "The record is larger than HubSpot accepts. Shorten it at the source or in the"
                            + " rule, then retry."),
            row("414", PERMANENT, "The record id is too long. Shorten it at the source."));

    private static final ErrorTable ERRORS = new ErrorTable(TABLE);

    /** The row that has a unique value already: {@code 12 already has that value.} */
    private static final Pattern HOLDER = Pattern.compile("([0-9]{1,20}) already has that value");

    /** The names of refused properties, in the message of an answer that does not list them: a JSON text. */
    private static final Pattern NAMED = Pattern.compile("\"name\":\"([A-Za-z0-9_]{1,100})\"");

    private static final Pattern EXISTING_ID = Pattern.compile("Existing ID: ([0-9]{1,20})");

    private HubSpotErrors() {}

    static ConnectorException reason(VendorResponse response, String subject) {
        JsonNode error = response.json();
        Optional<String> code = code(error, "HTTP_" + response.status());
        return ERRORS.reason(VendorError.of(response, code, fields(error)), subject);
    }

    /** The reason for one row error of a 207. */
    static ConnectorException rowReason(String system, JsonNode error, String subject) {
        return ERRORS.reason(VendorError.ofRow(system, code(error, "ERROR"), fields(error)), subject);
    }

    /** The reason for a create or an update alone, with the properties of the write that the answer names. */
    static ConnectorException refusal(VendorResponse response, Write write) {
        return reason(response, write.toString()).ofFields(write.fieldsNamed(named(response.json())));
    }

    /** The reason for one row of a batch of creates or updates, with the properties of the write that it names. */
    static ConnectorException rowRefusal(String system, JsonNode error, Write write) {
        return rowReason(system, error, write.toString()).ofFields(write.fieldsNamed(named(error)));
    }

    /** The reason for a write that the answer to its batch leaves out. */
    static ConnectorException unreported(String system, Write write) {
        return new ConnectorException(
                TRANSIENT,
                "NO_RESULT",
                "%s's answer to a batch does not mention %s. It is retried automatically.".formatted(system, write),
                true);
    }

    /** Whether a create has met a row that has the same value in a property that is unique. */
    static boolean isDuplicate(JsonNode error) {
        return error.path("category").asString("").equals("CONFLICT")
                || error.toString().contains("CONFLICTING_UNIQUE_VALUE");
    }

    /** The id of the row that a create has met, if the answer names it. */
    static Optional<String> duplicate(JsonNode error) {
        return existingId(error)
                .or(() -> HOLDER.matcher(error.toString())
                        .results()
                        .map(match -> match.group(1))
                        .findFirst());
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

    /** Also the properties that only the message names. */
    private static List<String> named(JsonNode error) {
        Stream<String> inMessage =
                NAMED.matcher(error.path("message").asString("")).results().map(match -> match.group(1));
        return Stream.concat(fields(error).stream(), inMessage).toList();
    }

    private static List<String> fields(JsonNode error) {
        return error.path("errors")
                .valueStream()
                .flatMap(each -> each.path("context").path("propertyName").valueStream())
                .map(name -> name.asString(""))
                .toList();
    }
}
