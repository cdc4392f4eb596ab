package io.recordsync.connectors.outreach;

import static io.recordsync.connectors.ErrorKind.ACCOUNT_REFUSED;
import static io.recordsync.connectors.ErrorKind.PERMANENT;
import static io.recordsync.connectors.ErrorKind.RATE_LIMITED;
import static io.recordsync.connectors.ErrorKind.UNAVAILABLE;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.SimulatedUnderTest;
import io.recordsync.connectors.http.TokenVault;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.outreach.OutreachCredentials;
import io.recordsync.simulator.outreach.OutreachSystem;
import io.recordsync.simulator.vendor.Simulator;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Outreach's connector at Outreach's simulator. */
final class OutreachUnderTest implements SimulatedUnderTest {

    @Override
    public String kind() {
        return OutreachConnector.KIND;
    }

    @Override
    public Connector connector(Simulator simulator, VendorHttp http, InstantSource clock) {
        OutreachCredentials app = OutreachSystem.APP;
        OutreachSettings settings = OutreachSettings.of(
                URI.create(simulator.baseUrl()), app.clientId(), app.clientSecret(), app.refreshToken());
        return new OutreachConnector(SYSTEM, settings, http, TokenVault.inMemory(), clock);
    }

    @Override
    public String object() {
        return "prospects";
    }

    @Override
    public String recordIdField() {
        return "externalId";
    }

    @Override
    public String emailField() {
        return "email";
    }

    @Override
    public String nameField() {
        return "lastName";
    }

    @Override
    public String optionalField() {
        return "title";
    }

    @Override
    public Map<String, @Nullable Object> content(String email, String name) {
        return new HashMap<>(Map.of("email", email, "lastName", name, "workPhone", "+15551234567"));
    }

    /** A look-up, and the create. */
    @Override
    public int callsForACreate() {
        return 2;
    }

    @Override
    public int callsForABatch() {
        return 20;
    }

    @Override
    public List<String> secrets() {
        return List.of("recordsync-secret", "recordsync-app", "recordsync-refresh-token");
    }

    @Override
    public List<ErrorCase> errors() {
        return List.of(
                error(503, "scheduledServerMaintenance", UNAVAILABLE),
                error(415, "unsupportedMediaType", UNAVAILABLE),
                error(500, "internalServerError", UNAVAILABLE),
                ErrorCase.of(ApiReply.html(502, "marker"), UNAVAILABLE, "HTTP_502"),
                ErrorCase.of(ApiReply.html(503, "marker"), UNAVAILABLE, "HTTP_503"),
                ErrorCase.of(ApiReply.html(403, "marker"), UNAVAILABLE, "HTTP_403"),
                ErrorCase.of(ApiReply.html(404, "marker"), UNAVAILABLE, "HTTP_404"),
                ErrorCase.of(ApiReply.html(302, "marker"), UNAVAILABLE, "HTTP_302"),
                ErrorCase.of(reply(400, "not a code: marker", "marker"), UNAVAILABLE, "HTTP_400"),
                error(429, "rateLimitExceeded", RATE_LIMITED),
                ErrorCase.of(ApiReply.html(429, "marker"), RATE_LIMITED, "HTTP_429"),
                error(403, "unauthorizedOauthScope", ACCOUNT_REFUSED),
                error(403, "somethingNew", ACCOUNT_REFUSED),
                error(403, "unauthorizedRequest", PERMANENT),
                ErrorCase.of(
                        reply(422, "validationError", "Contacts contact is using an excluded email address."),
                        PERMANENT,
                        "EMAIL_EXCLUDED"),
                error(422, "validationError", PERMANENT),
                error(422, "validationDataTooLongError", PERMANENT),
                error(422, "validationDuplicateValueError", PERMANENT),
                error(404, "resourceNotFound", PERMANENT),
                error(400, "somethingNew", PERMANENT),
                ErrorCase.of(ApiReply.empty(413), PERMANENT, "HTTP_413"),
                ErrorCase.of(ApiReply.empty(414), PERMANENT, "HTTP_414"),
                ErrorCase.of(ApiReply.empty(431), PERMANENT, "HTTP_431"));
    }

    private static ErrorCase error(int status, String id, ErrorKind kind) {
        return ErrorCase.of(reply(status, id, "marker is in the detail"), kind, id);
    }

    private static ApiReply reply(int status, String id, String detail) {
        return ApiReply.json(
                status,
                Map.of(
                        "errors",
                        List.of(Map.of(
                                "id", id, "title", "marker", "detail", detail, "source", Map.of("pointer", "/data")))));
    }
}
