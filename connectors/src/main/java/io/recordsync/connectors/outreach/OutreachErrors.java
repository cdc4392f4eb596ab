package io.recordsync.connectors.outreach;

import static io.recordsync.connectors.ErrorKind.ACCOUNT_REFUSED;
import static io.recordsync.connectors.ErrorKind.PERMANENT;
import static io.recordsync.connectors.ErrorKind.RATE_LIMITED;
import static io.recordsync.connectors.ErrorKind.UNAVAILABLE;
import static io.recordsync.connectors.http.ErrorMeaning.row;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.http.ErrorMeaning;
import io.recordsync.connectors.http.ErrorTable;
import io.recordsync.connectors.http.VendorError;
import io.recordsync.connectors.http.VendorResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The meanings of Outreach's errors. Their form is {@code {"errors":[{"id","title","detail","source":{"pointer"}}]}};
 * the id is the kind of error.
 */
final class OutreachErrors {

    static final Duration LIMIT_WAIT = Duration.ofMinutes(1);

    /**
     * Our own codes. Outreach's {@code validationError} has many meanings, and only the detail distinguishes these two.
     */
    private static final String EMAIL_TAKEN = "EMAIL_TAKEN";

    private static final String EMAIL_EXCLUDED = "EMAIL_EXCLUDED";

    private static final String DUPLICATE_VALUE = "validationDuplicateValueError";

    /** The codes of refusals that are always about the e-mail address, although they do not name it. */
    private static final Set<String> ABOUT_EMAIL = Set.of(EMAIL_TAKEN, EMAIL_EXCLUDED, DUPLICATE_VALUE);

    private static final String SCOPE = "unauthorizedOauthScope";
    private static final String ATTRIBUTES = "/data/attributes/";
    private static final Set<Integer> REFUSED_QUERY = Set.of(400, 404, 422);

    private static final Map<String, ErrorMeaning> TABLE = Map.ofEntries(
            row("scheduledServerMaintenance", UNAVAILABLE, "Outreach is in maintenance. It is retried automatically."),
            row(
                    "unsupportedMediaType",
                    UNAVAILABLE,
                    "The request did not arrive as it was sent. Check any proxy in front of Outreach."),
            //
            row(
                    "rateLimitExceeded",
                    RATE_LIMITED,
                    LIMIT_WAIT,
                    "The user has reached the hourly limit of calls. It is retried automatically."),
            row("429", RATE_LIMITED, LIMIT_WAIT, "The account made too many calls. It is retried automatically."),
            //
            row(
                    SCOPE,
                    ACCOUNT_REFUSED,
                    "The app lacks a scope. Give it read, write and delete access to prospects and accounts, and"
                            + " authorize it again."),
            row("401", ACCOUNT_REFUSED, "Outreach refuses a new access token. Authorize the app again."),
            //
            row(
                    "unauthorizedRequest",
                    PERMANENT,
                    "The user is not permitted to change the record. Extend the user's profile in Outreach, then"
                            + " retry."),
            row(EMAIL_TAKEN, PERMANENT, "Another prospect has the e-mail address."),
            row(DUPLICATE_VALUE, PERMANENT, "Another prospect has the e-mail address."),
            row(
                    EMAIL_EXCLUDED,
                    PERMANENT,
                    "The org excludes the e-mail address or its domain. Correct the record or the org's list, then"
                            + " retry."),
            row(
                    "validationDataTooLongError",
                    PERMANENT,
                    "A value is too long. Shorten it at the source or in the rule, then retry."),
            row(
                    "validationError",
                    PERMANENT,
                    "Outreach refuses a value, or does not know the attribute. Correct the record or the rule,"
                            + " then retry."),
            row("resourceNotFound", PERMANENT, "The record does not exist, or the user may not see it."),
            row(
                    "413",
                    PERMANENT,
                    "The record is larger than Outreach accepts. Shorten it at the source or in the"
                            + " rule, then retry."),
            row("414", PERMANENT, "The value by which the record is looked up is too long. Shorten it at the source."),
            row("431", PERMANENT, "The value by which the record is looked up is too long. Shorten it at the source."));

    private static final ErrorTable ERRORS = new ErrorTable(TABLE);

    private OutreachErrors() {}

    static ConnectorException reason(VendorResponse response, String subject) {
        Optional<String> code = code(error(response));
        List<String> fields = fields(response.json());
        ConnectorException reason = ERRORS.reason(VendorError.of(response, code, fields), subject);
        return reason.ofFields(code.filter(ABOUT_EMAIL::contains).isPresent() ? Set.of("email") : Set.copyOf(fields));
    }

    /** An answer with records that were not asked for. Outreach may ignore a filter that it does not understand. */
    static ConnectorException ignoredFilter(String system, OutreachObject object, String attribute) {
        return new ConnectorException(
                ErrorKind.UNAVAILABLE,
                "FILTER_IGNORED",
                ("%s answered a look-up of %s by %s with records that have another value. Nothing was"
                                + " written. It is retried automatically.")
                        .formatted(system, object.path(), attribute),
                false);
    }

    static boolean isEmailTaken(ConnectorException reason) {
        return reason.code().equals(EMAIL_TAKEN) || reason.code().equals(DUPLICATE_VALUE);
    }

    static boolean isMissingScope(ConnectorException reason) {
        return reason.code().equals(SCOPE);
    }

    /** Whether Outreach itself says that there is no such record. */
    static boolean isNotFound(VendorResponse response) {
        return response.status() == 404
                && error(response).path("id").asString("").equals("resourceNotFound");
    }

    /** Whether the query itself is refused, for example because its cursor has expired. */
    static boolean isRefusedQuery(VendorResponse response) {
        return REFUSED_QUERY.contains(response.status()) && error(response).has("id");
    }

    private static JsonNode error(VendorResponse response) {
        return response.json().path("errors").path(0);
    }

    private static Optional<String> code(JsonNode error) {
        String detail = error.path("detail").asString("");
        if (detail.contains("email hash has already been taken")) {
            return Optional.of(EMAIL_TAKEN);
        }
        return detail.contains("excluded email address")
                ? Optional.of(EMAIL_EXCLUDED)
                : error.path("id").asStringOpt();
    }

    private static List<String> fields(JsonNode response) {
        return response.path("errors")
                .valueStream()
                .map(error -> error.path("source").path("pointer").asString(""))
                .filter(pointer -> pointer.startsWith(ATTRIBUTES))
                .map(pointer -> OutreachAttributes.field(pointer.substring(ATTRIBUTES.length())))
                .toList();
    }
}
