package io.recordsync.connectors.hubspot;

import static io.recordsync.connectors.ErrorKind.ACCOUNT_REFUSED;
import static io.recordsync.connectors.ErrorKind.PERMANENT;
import static io.recordsync.connectors.ErrorKind.RATE_LIMITED;
import static io.recordsync.connectors.ErrorKind.TRANSIENT;
import static io.recordsync.connectors.ErrorKind.UNAVAILABLE;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.SimulatedUnderTest;
import io.recordsync.connectors.http.AccountIds;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.hubspot.HubSpotSystem;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.Simulator;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** HubSpot's connector at HubSpot's simulator. */
final class HubSpotUnderTest implements SimulatedUnderTest {

    private final String apiVersion;

    HubSpotUnderTest(String apiVersion) {
        this.apiVersion = apiVersion;
    }

    @Override
    public String kind() {
        return HubSpotConnector.KIND;
    }

    @Override
    public Connector connector(Simulator simulator, VendorHttp http, InstantSource clock) {
        HubSpotSettings settings = new HubSpotSettings(
                URI.create(simulator.baseUrl()),
                HubSpotSystem.TOKEN,
                apiVersion,
                HubSpotSettings.DEFAULT_UNIQUE_PROPERTY,
                HubSpotSettings.DEFAULT_WINDOW_LIMIT,
                HubSpotSettings.DEFAULT_SEARCH_LIMIT,
                HubSpotSettings.DEFAULT_DAILY_LIMIT,
                Optional.of("4711"));
        return new HubSpotConnector(SYSTEM, settings, http, AccountIds.inMemory(), clock);
    }

    @Override
    public String object() {
        return "contacts";
    }

    @Override
    public String recordIdField() {
        return "recordsync_id";
    }

    @Override
    public String emailField() {
        return "email";
    }

    @Override
    public String nameField() {
        return "lastname";
    }

    @Override
    public String optionalField() {
        return "jobtitle";
    }

    @Override
    public Map<String, @Nullable Object> content(String email, String name) {
        return new HashMap<>(Map.of("email", email, "lastname", name, "phone", "+15551234567"));
    }

    @Override
    public List<String> secrets() {
        return List.of("pat-na1-recordsync");
    }

    /** A merge makes a new contact, to which the ids of both lead. */
    @Override
    public Optional<String> merge(Simulator simulator, StoredObject loser, StoredObject winner) {
        CrmStore store = simulator.store();
        Map<String, String> fields = new HashMap<>(winner.fields());
        fields.put("hs_merged_object_ids", winner.id() + ";" + loser.id());
        StoredObject left = store.create(object(), fields, Arrival.ANSWERED);
        store.merge(winner, left.id(), Arrival.ANSWERED);
        store.merge(loser, left.id(), Arrival.ANSWERED);
        return Optional.of(left.id());
    }

    @Override
    public List<ErrorCase> errors() {
        return List.of(
                ErrorCase.of(reply(423, Map.of()), TRANSIENT, "HTTP_423"),
                ErrorCase.of(reply(477, Map.of()), UNAVAILABLE, "HTTP_477"),
                ErrorCase.of(reply(500, Map.of()), UNAVAILABLE, "HTTP_500"),
                ErrorCase.inDoubt(ApiReply.html(500, "marker"), UNAVAILABLE, "HTTP_500"),
                ErrorCase.inDoubt(ApiReply.html(502, "marker"), UNAVAILABLE, "HTTP_502"),
                ErrorCase.of(reply(503, Map.of()), UNAVAILABLE, "HTTP_503"),
                ErrorCase.inDoubt(reply(504, Map.of()), UNAVAILABLE, "HTTP_504"),
                ErrorCase.of(ApiReply.html(521, "marker"), UNAVAILABLE, "HTTP_521"),
                ErrorCase.of(ApiReply.html(523, "marker"), UNAVAILABLE, "HTTP_523"),
                ErrorCase.inDoubt(ApiReply.html(524, "marker"), UNAVAILABLE, "HTTP_524"),
                limit("TEN_SECONDLY_ROLLING"),
                limit("SECONDLY"),
                limit("DAILY"),
                ErrorCase.of(reply(429, Map.of()), RATE_LIMITED, "HTTP_429"),
                error(401, "INVALID_AUTHENTICATION", ACCOUNT_REFUSED),
                error(401, "EXPIRED_AUTHENTICATION", ACCOUNT_REFUSED),
                error(403, "MISSING_SCOPES", ACCOUNT_REFUSED),
                ErrorCase.of(reply(401, Map.of()), ACCOUNT_REFUSED, "HTTP_401"),
                ErrorCase.of(reply(403, Map.of()), ACCOUNT_REFUSED, "HTTP_403"),
                ErrorCase.of(ApiReply.html(403, "marker"), UNAVAILABLE, "HTTP_403"),
                ErrorCase.of(ApiReply.html(404, "marker"), UNAVAILABLE, "HTTP_404"),
                ErrorCase.of(ApiReply.html(302, "marker"), UNAVAILABLE, "HTTP_302"),
                error(400, "VALIDATION_ERROR", PERMANENT),
                error(400, "SOMETHING_NEW", PERMANENT),
                error(404, "OBJECT_NOT_FOUND", PERMANENT),
                ErrorCase.of(reply(400, Map.of()), PERMANENT, "HTTP_400"),
                ErrorCase.of(reply(404, Map.of()), PERMANENT, "HTTP_404"),
                ErrorCase.of(ApiReply.empty(413), PERMANENT, "HTTP_413"),
                ErrorCase.of(ApiReply.empty(414), PERMANENT, "HTTP_414"));
    }

    private static ErrorCase limit(String policy) {
        return ErrorCase.of(reply(429, Map.of("errorType", "RATE_LIMIT", "policyName", policy)), RATE_LIMITED, policy);
    }

    private static ErrorCase error(int status, String category, ErrorKind kind) {
        return ErrorCase.of(reply(status, Map.of("category", category)), kind, category);
    }

    private static ApiReply reply(int status, Map<String, String> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("status", "error");
        body.put("message", "marker is in the message");
        body.put(
                "errors",
                List.of(Map.of(
                        "message",
                        "marker",
                        "code",
                        "marker",
                        "context",
                        Map.of("propertyName", List.of("email", "marker is none")))));
        return ApiReply.json(status, body);
    }
}
