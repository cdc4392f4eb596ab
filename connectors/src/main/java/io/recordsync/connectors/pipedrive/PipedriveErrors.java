package io.recordsync.connectors.pipedrive;

import static io.recordsync.connectors.ErrorKind.ACCOUNT_REFUSED;
import static io.recordsync.connectors.ErrorKind.PERMANENT;
import static io.recordsync.connectors.ErrorKind.RATE_LIMITED;
import static io.recordsync.connectors.http.ErrorMeaning.row;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.http.ErrorMeaning;
import io.recordsync.connectors.http.ErrorTable;
import io.recordsync.connectors.http.VendorError;
import io.recordsync.connectors.http.VendorResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The meanings of Pipedrive's errors. Their form is {@code {"success":false,"error","error_info"}}, some with a
 * {@code code}; those from the edge of its network are HTML.
 */
final class PipedriveErrors {

    /** The daily budget starts again at midnight in a time zone that no answer states. */
    private static final Duration DAY = Duration.ofMinutes(15);

    static final Duration LIMIT_WAIT = Duration.ofSeconds(2);
    private static final Duration EDGE = Duration.ofMinutes(1);
    private static final long MAX_RESET_SECONDS = 60;

    private static final String BURST_LIMIT = "BURST_LIMIT";
    private static final String DAILY_BUDGET = "DAILY_BUDGET";
    private static final String EDGE_LIMIT = "EDGE_LIMIT";
    private static final String CONTACT_SYNC = "CONTACT_SYNC";
    private static final String PLAN_LIMIT = "PLAN_LIMIT";

    private static final Map<String, ErrorMeaning> TABLE = Map.ofEntries(
            row(
                    BURST_LIMIT,
                    RATE_LIMITED,
                    LIMIT_WAIT,
                    "The company made too many calls within two seconds. It is retried automatically."),
            row(
                    DAILY_BUDGET,
                    RATE_LIMITED,
                    DAY,
                    "The company has used its tokens for today. It is retried"
                            + " automatically when new tokens are available."),
            row(
                    EDGE_LIMIT,
                    RATE_LIMITED,
                    EDGE,
                    "The network in front of Pipedrive rejects calls, as it does after too many of them. It is"
                            + " retried automatically. If this continues, check the base URL, and any proxy in"
                            + " front of it."),
            //
            row("HTTP_401", ACCOUNT_REFUSED, "Pipedrive refuses the API token. Renew it."),
            row("401", ACCOUNT_REFUSED, "Pipedrive refuses the API token. Renew it."),
            row("HTTP_402", ACCOUNT_REFUSED, "The company's account is closed. Check its subscription."),
            row("402", ACCOUNT_REFUSED, "The company's account is closed. Check its subscription."),
            //
            row(
                    CONTACT_SYNC,
                    PERMANENT,
                    "These fields can be written only if the company uses Contact Sync. Remove them from the rule"
                            + " or enable Contact Sync, then retry."),
            row(
                    PLAN_LIMIT,
                    PERMANENT,
                    "The company's plan allows no more of these records. Close or delete some, or change the plan,"
                            + " then retry."),
            row(
                    "ERR_SCHEMA_VALIDATION_FAILED",
                    PERMANENT,
                    "A field is unknown, or a value does not have the type of its field. Correct the record or the"
                            + " rule, then retry."),
            row(
                    "413",
                    PERMANENT,
                    "The record is larger than Pipedrive accepts. Shorten it at the source or in the"
                            + " rule, then retry."),
            row("414", PERMANENT, "The record id is too long. Shorten it at the source."));

    private static final ErrorTable ERRORS = new ErrorTable(TABLE);

    /** Cursors that can be put into an address and stored. */
    private static final Pattern CURSOR = Pattern.compile("[A-Za-z0-9+/=_.~-]{1,2000}");

    private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
    private static final Pattern NO_NAME = Pattern.compile("[^A-Za-z0-9_]+");

    private PipedriveErrors() {}

    static ConnectorException reason(VendorResponse response, String subject) {
        return reason(response, subject, Map.of());
    }

    /**
     * @param sent the fields that were written, by their names in rules, with the names that Pipedrive may use for them
     */
    static ConnectorException reason(VendorResponse response, String subject, Map<String, Set<String>> sent) {
        Optional<String> code = code(response, sent.keySet());
        List<String> named = atFault(response, sent);
        VendorError error = VendorError.of(response, code, named);
        return ERRORS.reason(withReset(error, response), subject).ofFields(refused(code, named, sent.keySet()));
    }

    /** The fields that the error names; of those that need Contact Sync, all that were sent, because it names none. */
    private static Set<String> refused(Optional<String> code, List<String> named, Set<String> sent) {
        return code.filter(CONTACT_SYNC::equals).isPresent()
                ? sent.stream().filter(PipedriveObject.CONTACT_SYNC::contains).collect(Collectors.toSet())
                : Set.copyOf(named);
    }

    /** Returns the answer if it succeeded and its data has the expected form. */
    static VendorResponse requireData(VendorResponse response, Predicate<JsonNode> shape, String subject) {
        if (response.succeeded()
                && isSuccess(response)
                && shape.test(response.json().path("data"))) {
            return response;
        }
        throw reason(response, subject);
    }

    /** Whether Pipedrive itself says that the record does not exist. */
    static boolean isGone(VendorResponse response) {
        return (response.status() == 404 || response.status() == 410) && isOwn(response.json());
    }

    /** Whether a parameter was refused; in a read this is a cursor that is too old. */
    static boolean isBadRequest(VendorResponse response) {
        return response.status() == 400 && isOwn(response.json());
    }

    private static boolean isSuccess(VendorResponse response) {
        return response.json().path("success").asBoolean(false);
    }

    /**
     * The cursor of the next page; empty after the last page.
     *
     * @throws ConnectorException when the cursor has a form that cannot be stored
     */
    static Optional<String> nextCursor(VendorResponse response) {
        Optional<String> cursor = response.json()
                .path("additional_data")
                .path("next_cursor")
                .asStringOpt()
                .filter(text -> !text.isEmpty());
        if (cursor.filter(text -> !CURSOR.matcher(text).matches()).isPresent()) {
            throw reason(response, "a list");
        }
        return cursor;
    }

    static boolean isCursor(String text) {
        return CURSOR.matcher(text).matches();
    }

    /** The written fields that the error's text names. The text itself quotes values and is never shown. */
    private static List<String> atFault(VendorResponse response, Map<String, Set<String>> sent) {
        JsonNode error = response.json();
        String text = error.path("error").asString("") + " "
                + error.path("error_info").asString("");
        Set<String> words = Set.copyOf(Arrays.asList(NO_NAME.split(text)));
        return sent.entrySet().stream()
                .filter(field -> field.getValue().stream().anyMatch(words::contains))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Adds the time at which the burst window ends, which Pipedrive states in a header of its own. */
    private static VendorError withReset(VendorError error, VendorResponse response) {
        boolean burst = error.code().filter(BURST_LIMIT::equals).isPresent();
        return burst && error.retryAfter().isEmpty() ? error.after(reset(response)) : error;
    }

    private static Optional<String> code(VendorResponse response, Set<String> fields) {
        JsonNode error = response.json();
        return switch (response.status()) {
            case 429 -> Optional.of(isDaySpent(response) ? DAILY_BUDGET : BURST_LIMIT);
            case 403 -> Optional.of(forbidden(error, fields));
            default ->
                isOwn(error) ? Optional.of(ownCode(error).orElse("HTTP_" + response.status())) : Optional.empty();
        };
    }

    /** Most errors have no code, or a number that only repeats the status. */
    private static Optional<String> ownCode(JsonNode error) {
        return error.path("code")
                .asStringOpt()
                .filter(code -> CODE.matcher(code).matches());
    }

    private static String forbidden(JsonNode error, Set<String> fields) {
        if (!isOwn(error)) {
            return EDGE_LIMIT;
        }
        String code = ownCode(error).orElse("HTTP_403");
        if (code.startsWith("feature_capping_")) {
            return PLAN_LIMIT;
        }
        return fields.stream().anyMatch(PipedriveObject.CONTACT_SYNC::contains) ? CONTACT_SYNC : code;
    }

    private static boolean isOwn(JsonNode error) {
        return error.path("success").isBoolean() && !error.path("success").asBoolean(true);
    }

    /**
     * Whether the daily budget is used up. The header that says so is sometimes missing; then the burst window's header
     * decides: if calls are left there, the daily budget must be the cause.
     */
    private static boolean isDaySpent(VendorResponse response) {
        OptionalLong tokens = number(response, "x-daily-ratelimit-token-remaining");
        return tokens.isPresent()
                ? tokens.getAsLong() < response.call().cost()
                : number(response, "x-ratelimit-remaining").orElse(0) > 0;
    }

    private static Optional<Duration> reset(VendorResponse response) {
        OptionalLong seconds = number(response, "x-ratelimit-reset");
        return seconds.isPresent() && seconds.getAsLong() > 0
                ? Optional.of(Duration.ofSeconds(Math.min(seconds.getAsLong(), MAX_RESET_SECONDS)))
                : Optional.empty();
    }

    private static OptionalLong number(VendorResponse response, String header) {
        Function<String, OptionalLong> parsed =
                text -> text.matches("[0-9]{1,15}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        return response.header(header).map(String::strip).map(parsed).orElse(OptionalLong.empty());
    }
}
