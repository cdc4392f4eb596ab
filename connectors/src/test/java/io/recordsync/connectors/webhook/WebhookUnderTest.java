package io.recordsync.connectors.webhook;

import static io.recordsync.connectors.ErrorKind.ACCOUNT_REFUSED;
import static io.recordsync.connectors.ErrorKind.PERMANENT;
import static io.recordsync.connectors.ErrorKind.RATE_LIMITED;
import static io.recordsync.connectors.ErrorKind.UNAVAILABLE;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.SimulatedUnderTest;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.Simulator;
import io.recordsync.simulator.webhook.WebhookSystem;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The webhook connector at the simulated receiver. */
final class WebhookUnderTest implements SimulatedUnderTest {

    @Override
    public String kind() {
        return WebhookConnector.KIND;
    }

    @Override
    public Connector connector(Simulator simulator, VendorHttp http, InstantSource clock) {
        URI url = URI.create(simulator.baseUrl() + WebhookSystem.PATH);
        return new WebhookConnector(SYSTEM, new WebhookSettings(url, WebhookSystem.SECRET, true), http, clock);
    }

    @Override
    public String object() {
        return "contact";
    }

    @Override
    public String recordIdField() {
        return "recordId";
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

    @Override
    public int callsForABatch() {
        return 20;
    }

    /** A receiver knows a record by our id. */
    @Override
    public String externalId(StoredObject contact) {
        return contact.field(recordIdField());
    }

    @Override
    public boolean holdsRecords() {
        return false;
    }

    @Override
    public List<String> secrets() {
        return List.of(WebhookSystem.SECRET, WebhookSystem.SECRET.substring("whsec_".length()));
    }

    @Override
    public List<ErrorCase> errors() {
        return List.of(
                ErrorCase.of(ApiReply.html(301, "marker"), UNAVAILABLE, "HTTP_301"),
                ErrorCase.of(ApiReply.html(302, "marker"), UNAVAILABLE, "HTTP_302"),
                ErrorCase.of(ApiReply.html(303, "marker"), UNAVAILABLE, "HTTP_303"),
                ErrorCase.of(ApiReply.html(307, "marker"), UNAVAILABLE, "HTTP_307"),
                ErrorCase.of(ApiReply.html(308, "marker"), UNAVAILABLE, "HTTP_308"),
                ErrorCase.of(ApiReply.html(400, "marker"), PERMANENT, "HTTP_400"),
                ErrorCase.of(ApiReply.html(401, "marker"), ACCOUNT_REFUSED, "HTTP_401"),
                ErrorCase.of(ApiReply.html(403, "marker"), ACCOUNT_REFUSED, "HTTP_403"),
                ErrorCase.of(ApiReply.html(404, "marker"), UNAVAILABLE, "HTTP_404"),
                ErrorCase.of(ApiReply.html(405, "marker"), UNAVAILABLE, "HTTP_405"),
                ErrorCase.of(ApiReply.html(408, "marker"), UNAVAILABLE, "HTTP_408"),
                ErrorCase.of(ApiReply.empty(410), PERMANENT, "HTTP_410"),
                ErrorCase.of(ApiReply.empty(413), PERMANENT, "HTTP_413"),
                ErrorCase.of(ApiReply.json(422, Map.of("marker", "marker")), PERMANENT, "HTTP_422"),
                ErrorCase.of(ApiReply.empty(429), RATE_LIMITED, "HTTP_429"),
                ErrorCase.inDoubt(ApiReply.html(500, "marker"), UNAVAILABLE, "HTTP_500"),
                ErrorCase.inDoubt(ApiReply.html(502, "marker"), UNAVAILABLE, "HTTP_502"),
                ErrorCase.of(ApiReply.html(503, "marker"), UNAVAILABLE, "HTTP_503"),
                ErrorCase.inDoubt(ApiReply.html(504, "marker"), UNAVAILABLE, "HTTP_504"));
    }
}
