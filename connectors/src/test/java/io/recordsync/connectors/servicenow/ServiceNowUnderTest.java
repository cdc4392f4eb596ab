package io.recordsync.connectors.servicenow;

import static io.recordsync.connectors.ErrorKind.ACCOUNT_REFUSED;
import static io.recordsync.connectors.ErrorKind.PERMANENT;
import static io.recordsync.connectors.ErrorKind.RATE_LIMITED;
import static io.recordsync.connectors.ErrorKind.TRANSIENT;
import static io.recordsync.connectors.ErrorKind.UNAVAILABLE;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.SimulatedUnderTest;
import io.recordsync.connectors.http.TokenVault;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.servicenow.ServiceNowCredentials;
import io.recordsync.simulator.servicenow.ServiceNowSystem;
import io.recordsync.simulator.vendor.Simulator;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** ServiceNow's connector at ServiceNow's simulator, with HTTP Basic or with an OAuth client. */
final class ServiceNowUnderTest implements SimulatedUnderTest {

    private final boolean oauth;

    ServiceNowUnderTest(boolean oauth) {
        this.oauth = oauth;
    }

    @Override
    public String kind() {
        return ServiceNowConnector.KIND;
    }

    @Override
    public Connector connector(Simulator simulator, VendorHttp http, InstantSource clock) {
        ServiceNowCredentials account = ServiceNowSystem.ACCOUNT;
        ServiceNowSettings basic =
                ServiceNowSettings.of(URI.create(simulator.baseUrl()), account.username(), account.password());
        return new ServiceNowConnector(SYSTEM, oauth ? byClient(basic) : basic, http, TokenVault.inMemory(), clock);
    }

    private static ServiceNowSettings byClient(ServiceNowSettings basic) {
        return new ServiceNowSettings(
                basic.baseUrl(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(ServiceNowSystem.ACCOUNT.clientId()),
                Optional.of(ServiceNowSystem.ACCOUNT.clientSecret()),
                basic.apiVersion(),
                basic.recordIdField(),
                1_000_000,
                false,
                Optional.empty());
    }

    @Override
    public String object() {
        return "customer_contact";
    }

    @Override
    public String recordIdField() {
        return "u_recordsync_id";
    }

    @Override
    public String emailField() {
        return "email";
    }

    @Override
    public String nameField() {
        return "last_name";
    }

    @Override
    public String optionalField() {
        return "title";
    }

    @Override
    public Map<String, @Nullable Object> content(String email, String name) {
        return new HashMap<>(Map.of("email", email, "last_name", name, "phone", "+15551234567"));
    }

    /** The look-up, and the write. */
    @Override
    public int callsForACreate() {
        return 2;
    }

    @Override
    public int callsForABatch() {
        return 2;
    }

    @Override
    public boolean isBatchMixed() {
        return true;
    }

    @Override
    public List<String> secrets() {
        return List.of("recordsync-password", "recordsync-client-secret", "cmVjb3Jkc3luYz");
    }

    /** They meet the look-up, which leaves no doubt. With a client a 401 is no error: the token is renewed. */
    @Override
    public List<ErrorCase> errors() {
        return all().stream()
                .filter(error -> !oauth || error.reply().status() != 401)
                .toList();
    }

    private static List<ErrorCase> all() {
        String failed = "Operation Failed";
        return List.of(
                ErrorCase.of(error(400, "Exception while reading request", "marker"), PERMANENT, "HTTP_400"),
                ErrorCase.of(error(400, "Invalid table marker", null), PERMANENT, "INVALID_TABLE"),
                ErrorCase.of(error(401, "User Not Authenticated", "marker"), ACCOUNT_REFUSED, "HTTP_401"),
                ErrorCase.of(error(403, "User Not Authorized", "marker"), ACCOUNT_REFUSED, "HTTP_403"),
                ErrorCase.of(error(403, failed, "ACL Exception Insert Failed: marker"), ACCOUNT_REFUSED, "NO_ACCESS"),
                ErrorCase.of(error(403, failed, "aborted by Business Rule 'marker email'"), PERMANENT, "ABORTED"),
                ErrorCase.of(error(403, failed, "Data Policy Exception: marker"), PERMANENT, "ABORTED"),
                ErrorCase.of(duplicate("u_recordsync_id"), TRANSIENT, "DUPLICATE_RECORD_ID"),
                ErrorCase.of(duplicate("user_name"), PERMANENT, "DUPLICATE"),
                ErrorCase.of(error(405, "Method not supported", "marker"), PERMANENT, "HTTP_405"),
                ErrorCase.of(ApiReply.empty(413), PERMANENT, "HTTP_413"),
                ErrorCase.of(error(415, "Unsupported media type", "marker"), PERMANENT, "HTTP_415"),
                ErrorCase.of(error(429, "Rate limit exceeded", "marker"), RATE_LIMITED, "HTTP_429"),
                ErrorCase.of(error(500, "Internal server error", "marker"), UNAVAILABLE, "HTTP_500"),
                ErrorCase.of(
                        error(500, "Transaction cancelled: maximum execution time exceeded", "marker"),
                        UNAVAILABLE,
                        "CANCELLED"),
                ErrorCase.of(ApiReply.html(500, "marker"), UNAVAILABLE, "HTTP_500"),
                ErrorCase.of(ApiReply.html(502, "marker"), UNAVAILABLE, "HTTP_502"),
                ErrorCase.of(ApiReply.html(503, "marker"), UNAVAILABLE, "HTTP_503"),
                ErrorCase.of(ApiReply.html(504, "marker"), UNAVAILABLE, "HTTP_504"),
                ErrorCase.of(ApiReply.html(403, "marker"), UNAVAILABLE, "HTTP_403"),
                ErrorCase.of(ApiReply.html(404, "marker"), UNAVAILABLE, "HTTP_404"),
                ErrorCase.of(ApiReply.html(302, "marker"), UNAVAILABLE, "HTTP_302"));
    }

    private static ApiReply duplicate(String column) {
        return error(
                403,
                "Operation Failed",
                "Unique Key violation detected by database (Duplicate entry 'marker' for key '%s')".formatted(column));
    }

    private static ApiReply error(int status, String message, @Nullable String detail) {
        Map<String, Object> error = new HashMap<>(Map.of("message", message));
        if (detail != null) {
            error.put("detail", detail);
        }
        return ApiReply.json(status, Map.of("error", error, "status", "failure"));
    }
}
