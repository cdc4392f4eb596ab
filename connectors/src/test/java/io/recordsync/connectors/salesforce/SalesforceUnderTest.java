package io.recordsync.connectors.salesforce;

import static io.recordsync.connectors.ErrorKind.ACCOUNT_REFUSED;
import static io.recordsync.connectors.ErrorKind.PERMANENT;
import static io.recordsync.connectors.ErrorKind.RATE_LIMITED;
import static io.recordsync.connectors.ErrorKind.TRANSIENT;
import static io.recordsync.connectors.ErrorKind.UNAVAILABLE;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.SimulatedUnderTest;
import io.recordsync.connectors.http.AccountIds;
import io.recordsync.connectors.http.TokenVault;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.salesforce.SalesforceCredentials;
import io.recordsync.simulator.salesforce.SalesforceSystem;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.Simulator;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Salesforce's connector at Salesforce's simulator. */
final class SalesforceUnderTest implements SimulatedUnderTest {

    @Override
    public String kind() {
        return SalesforceConnector.KIND;
    }

    @Override
    public Connector connector(Simulator simulator, VendorHttp http, InstantSource clock) {
        SalesforceCredentials client = SalesforceSystem.CLIENT;
        SalesforceSettings settings =
                SalesforceSettings.of(URI.create(simulator.baseUrl()), client.clientId(), client.clientSecret());
        return new SalesforceConnector(SYSTEM, settings, http, TokenVault.inMemory(), AccountIds.inMemory(), clock);
    }

    @Override
    public String object() {
        return "Contact";
    }

    @Override
    public String recordIdField() {
        return "RecordsyncId__c";
    }

    @Override
    public String emailField() {
        return "Email";
    }

    @Override
    public String nameField() {
        return "LastName";
    }

    @Override
    public String optionalField() {
        return "Title";
    }

    @Override
    public Map<String, @Nullable Object> content(String email, String name) {
        return new HashMap<>(Map.of("Email", email, "LastName", name, "Phone", "+15551234567"));
    }

    @Override
    public List<String> secrets() {
        return List.of("recordsync-secret", "recordsync-client");
    }

    @Override
    public Optional<String> merge(Simulator simulator, StoredObject loser, StoredObject winner) {
        simulator.store().merge(loser, winner.id(), Arrival.ANSWERED);
        return Optional.of(winner.id());
    }

    @Override
    public List<ErrorCase> errors() {
        return List.of(
                error(400, "UNABLE_TO_LOCK_ROW", TRANSIENT),
                error(400, "ENTITY_IS_LOCKED", TRANSIENT),
                error(404, "ENTITY_IS_DELETED", TRANSIENT),
                error(400, "QUERY_TIMEOUT", TRANSIENT),
                error(503, "SERVER_UNAVAILABLE", UNAVAILABLE),
                error(500, "UNKNOWN_EXCEPTION", UNAVAILABLE),
                error(500, "SOMETHING_NEW", UNAVAILABLE),
                ErrorCase.inDoubt(ApiReply.html(500, "marker"), UNAVAILABLE, "HTTP_500"),
                ErrorCase.inDoubt(ApiReply.html(502, "marker"), UNAVAILABLE, "HTTP_502"),
                ErrorCase.of(ApiReply.html(503, "marker"), UNAVAILABLE, "HTTP_503"),
                ErrorCase.inDoubt(ApiReply.html(504, "marker"), UNAVAILABLE, "HTTP_504"),
                ErrorCase.of(
                        reply(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
                        RATE_LIMITED,
                        "REQUEST_LIMIT_EXCEEDED_DAILY"),
                ErrorCase.of(
                        reply(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded."),
                        RATE_LIMITED,
                        "REQUEST_LIMIT_EXCEEDED"),
                ErrorCase.of(ApiReply.html(429, "marker"), RATE_LIMITED, "HTTP_429"),
                ErrorCase.of(
                        reply(401, "INVALID_SESSION_ID", "This session is not valid for use with the REST API"),
                        ACCOUNT_REFUSED,
                        "INVALID_SESSION_ID"),
                error(403, "API_DISABLED_FOR_ORG", ACCOUNT_REFUSED),
                error(403, "API_CURRENTLY_DISABLED", ACCOUNT_REFUSED),
                error(403, "INSUFFICIENT_ACCESS", ACCOUNT_REFUSED),
                error(403, "SOMETHING_NEW", ACCOUNT_REFUSED),
                error(400, "STORAGE_LIMIT_EXCEEDED", ACCOUNT_REFUSED),
                error(404, "NOT_FOUND", ACCOUNT_REFUSED),
                ErrorCase.of(ApiReply.html(403, "marker"), UNAVAILABLE, "HTTP_403"),
                ErrorCase.of(ApiReply.html(404, "marker"), UNAVAILABLE, "HTTP_404"),
                ErrorCase.of(ApiReply.html(302, "marker"), UNAVAILABLE, "HTTP_302"),
                ErrorCase.of(ApiReply.json(300, List.of("/services/data/marker")), PERMANENT, "HTTP_300"),
                error(400, "REQUIRED_FIELD_MISSING", PERMANENT),
                error(400, "INVALID_FIELD", PERMANENT),
                error(400, "INVALID_TYPE", PERMANENT),
                error(400, "MALFORMED_QUERY", PERMANENT),
                error(400, "INVALID_EMAIL_ADDRESS", PERMANENT),
                error(400, "STRING_TOO_LONG", PERMANENT),
                error(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", PERMANENT),
                error(400, "JSON_PARSER_ERROR", PERMANENT),
                error(400, "SOMETHING_NEW", PERMANENT),
                ErrorCase.of(ApiReply.empty(413), PERMANENT, "HTTP_413"),
                ErrorCase.of(ApiReply.empty(414), PERMANENT, "HTTP_414"),
                ErrorCase.of(ApiReply.empty(431), PERMANENT, "HTTP_431"),
                ErrorCase.of(reply(400, "not a code: marker", "marker"), UNAVAILABLE, "HTTP_400"));
    }

    private static ErrorCase error(int status, String code, ErrorKind kind) {
        return ErrorCase.of(reply(status, code, "marker is in the message"), kind, code);
    }

    private static ApiReply reply(int status, String code, String message) {
        return ApiReply.json(
                status,
                List.of(Map.of(
                        "message", message, "errorCode", code, "fields", List.of("Email", "marker is no field"))));
    }
}
