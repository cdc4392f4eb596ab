package io.recordsync.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Write.Held;
import io.recordsync.connectors.Write.Match;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.http.CallObserver;
import io.recordsync.connectors.http.VendorHttp;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A connector at a server that answers what it is told, for what a simulator has no business to do. */
public abstract class RequestFixture {

    protected static final CallScope SCOPE = new CallScope(Deadline.in(Duration.ofSeconds(600)), Permits.UNLIMITED);

    private static final JsonMapper JSON = new JsonMapper();

    protected final MockWebServer server = new MockWebServer();
    protected final VendorHttp http = new VendorHttp(Duration.ofSeconds(5), InstantSource.system(), CallObserver.NONE);

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    protected URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    /** Single quotes stand for double ones. */
    protected void answer(int status, String json) {
        server.enqueue(new MockResponse.Builder()
                .code(status)
                .body(json.replace('\'', '"'))
                .build());
    }

    protected RecordedRequest request() {
        try {
            RecordedRequest request = server.takeRequest(5, TimeUnit.SECONDS);
            assertThat(request).isNotNull();
            return request;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    protected static String line(RecordedRequest request) {
        return request.getMethod() + " " + request.getTarget();
    }

    protected static JsonNode body(RecordedRequest request) {
        return JSON.readTree(request.getBody().utf8());
    }

    /** Single quotes stand for double ones. */
    protected static JsonNode json(String text) {
        return JSON.readTree(text.replace('\'', '"'));
    }

    protected static Write upsert(String object, String recordId, Map<String, Object> content, Match match) {
        return new Write(Operation.UPSERT, object, recordId, Optional.empty(), content, Optional.of(match));
    }

    /** A create of record A1 that is not in doubt. */
    protected static Write create(String object, Map<String, @Nullable Object> content, Match match) {
        return new Write(Operation.CREATE, object, "A1", Optional.empty(), content, Optional.of(match), 1, false);
    }

    protected static Write inDoubt(Write write) {
        return ChangedWrites.inDoubt(write);
    }

    /** An update of record A1. */
    protected static Write update(String object, String id, Map<String, @Nullable Object> content, boolean carriesId) {
        return new Write(
                Operation.UPDATE,
                object,
                "A1",
                Optional.of(id),
                content,
                Optional.empty(),
                1,
                false,
                new Held(carriesId, row -> true));
    }

    protected static Write delete(String object, String recordId, Optional<String> externalId) {
        return new Write(Operation.DELETE, object, recordId, externalId, Map.of(), Optional.empty());
    }

    protected static Effect effect(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Written.class);
        return ((Written) outcome).effect();
    }

    protected static ConnectorException failure(Executable call) {
        ConnectorException failure = catchThrowableOfType(ConnectorException.class, call::execute);
        assertThat(failure).isNotNull();
        return failure;
    }
}
