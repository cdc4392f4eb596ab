package io.recordsync.connectors.pipedrive;

import static io.recordsync.connectors.ErrorKind.ACCOUNT_REFUSED;
import static io.recordsync.connectors.ErrorKind.PERMANENT;
import static io.recordsync.connectors.ErrorKind.RATE_LIMITED;
import static io.recordsync.connectors.ErrorKind.UNAVAILABLE;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.SimulatedUnderTest;
import io.recordsync.connectors.TestedSystem;
import io.recordsync.connectors.http.AccountIds;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.pipedrive.PipedriveSystem;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.vendor.Simulator;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pipedrive's connector at Pipedrive's simulator. What a write meets first is a search, which leaves no doubt. */
final class PipedriveUnderTest implements SimulatedUnderTest {

    @Override
    public String kind() {
        return PipedriveConnector.KIND;
    }

    /** Only the limits that a test sets: no permits are needed here, and the simulator's clock stands still. */
    @Override
    public TestedSystem start(VendorHttp http) {
        TestedSystem started = SimulatedUnderTest.super.start(http);
        started.simulator().orElseThrow().plan(AccountPlan.UNLIMITED);
        return started;
    }

    @Override
    public Connector connector(Simulator simulator, VendorHttp http, InstantSource clock) {
        PipedriveSettings settings = new PipedriveSettings(
                URI.create(simulator.baseUrl()),
                PipedriveSystem.TOKEN,
                PipedriveSettings.DEFAULT_RECORD_ID_FIELD,
                PipedriveSettings.DEFAULT_BURST_LIMIT,
                PipedriveSettings.DEFAULT_DAILY_TOKENS,
                PipedriveSettings.DEFAULT_NEWEST_CHECKED,
                Optional.of("acme"));
        return new PipedriveConnector(SYSTEM, settings, http, AccountIds.inMemory(), clock);
    }

    /** Two searches, the newest, the create. */
    @Override
    public int callsForACreate() {
        return 4;
    }

    @Override
    public int callsForABatch() {
        return 40;
    }

    @Override
    public String object() {
        return "persons";
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
        return "name";
    }

    @Override
    public String optionalField() {
        return "contact_type";
    }

    @Override
    public Map<String, @Nullable Object> content(String email, String name) {
        return new HashMap<>(Map.of("email", email, "name", name, "phone", "+15551234567"));
    }

    @Override
    public List<String> secrets() {
        return List.of(PipedriveSystem.TOKEN);
    }

    @Override
    public List<ErrorCase> errors() {
        return List.of(
                ErrorCase.of(
                        reply(429, Map.of("errorCode", 429)).with("x-ratelimit-remaining", "0"),
                        RATE_LIMITED,
                        "BURST_LIMIT"),
                ErrorCase.of(reply(429, Map.of()).with("x-ratelimit-remaining", "7"), RATE_LIMITED, "DAILY_BUDGET"),
                ErrorCase.of(
                        reply(429, Map.of())
                                .with("x-ratelimit-remaining", "0")
                                .with("x-daily-ratelimit-token-remaining", "19"),
                        RATE_LIMITED,
                        "DAILY_BUDGET"),
                ErrorCase.of(ApiReply.html(403, "marker"), RATE_LIMITED, "EDGE_LIMIT"),
                ErrorCase.of(reply(401, Map.of("errorCode", 401)), ACCOUNT_REFUSED, "HTTP_401"),
                ErrorCase.of(reply(402, Map.of()), ACCOUNT_REFUSED, "HTTP_402"),
                ErrorCase.of(reply(403, Map.of()), ACCOUNT_REFUSED, "HTTP_403"),
                ErrorCase.of(reply(403, Map.of("code", "feature_capping_deals_limit")), PERMANENT, "PLAN_LIMIT"),
                ErrorCase.of(
                        reply(400, Map.of("code", "ERR_SCHEMA_VALIDATION_FAILED")),
                        PERMANENT,
                        "ERR_SCHEMA_VALIDATION_FAILED"),
                ErrorCase.of(reply(400, Map.of("code", "marker is no code")), PERMANENT, "HTTP_400"),
                ErrorCase.of(reply(400, Map.of()), PERMANENT, "HTTP_400"),
                ErrorCase.of(reply(404, Map.of()), PERMANENT, "HTTP_404"),
                ErrorCase.of(reply(422, Map.of()), PERMANENT, "HTTP_422"),
                ErrorCase.of(ApiReply.empty(413), PERMANENT, "HTTP_413"),
                ErrorCase.of(ApiReply.empty(414), PERMANENT, "HTTP_414"),
                ErrorCase.of(reply(500, Map.of()), UNAVAILABLE, "HTTP_500"),
                ErrorCase.of(ApiReply.html(502, "marker"), UNAVAILABLE, "HTTP_502"),
                ErrorCase.of(reply(503, Map.of()), UNAVAILABLE, "HTTP_503"),
                ErrorCase.of(reply(504, Map.of()), UNAVAILABLE, "HTTP_504"),
                ErrorCase.of(ApiReply.html(404, "marker"), UNAVAILABLE, "HTTP_404"),
                ErrorCase.of(ApiReply.html(302, "marker"), UNAVAILABLE, "HTTP_302"),
                ErrorCase.of(ApiReply.json(200, Map.of("data", "marker")), UNAVAILABLE, "HTTP_200"));
    }

    private static ApiReply reply(int status, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("success", false);
        body.put("error", "marker is in the message");
        body.put("error_info", "marker");
        return ApiReply.json(status, body);
    }
}
