package io.recordsync.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.TestClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The properties that the simulators of all systems share, because each receives its requests through this endpoint.
 */
class HttpEndpointTest {

    private static final int OUTAGES = 50;

    private final List<ApiRequest> requests = new CopyOnWriteArrayList<>();
    private final HttpEndpoint endpoint = HttpEndpoint.start("test", new HttpEndpoint.Port(0, null), request -> {
        requests.add(request);
        return ApiReply.empty(204);
    });
    private final TestClient client = TestClient.to(endpoint.baseUrl());

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void aBodyInChunksArrivesWhole() {
        client.post("/things", inChunks("{\"a\":", "1", "}"));

        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.body()).isEqualTo("{\"a\":1}");
            assertThat(request.header("Transfer-Encoding")).hasValue("chunked");
            assertThat(request.header("Content-Length")).isEmpty();
        });
    }

    @Test
    void aTooLargeBodyInChunksIsRefused() {
        String megabyte = "x".repeat(1 << 20);

        assertThat(client.post("/things", inChunks(megabyte.repeat(10), "x")).status())
                .isEqualTo(413);
        assertThat(requests).isEmpty();
    }

    @Test
    void aTrailingSlashMakesNoDifference() {
        client.get("/things/7?a=1");
        client.get("/things/7/?a=1");

        assertThat(requests).hasSize(2).allSatisfy(request -> {
            assertThat(request.path()).containsExactly("things", "7");
            assertThat(request.query()).isEqualTo(Map.of("a", List.of("1")));
        });
    }

    @Test
    void theOriginIsTheAddressThatTheClientUsed() {
        client.get("/");
        TestClient.to(endpoint.baseUrl().replace("127.0.0.1", "localhost")).get("/");

        assertThat(requests)
                .extracting(ApiRequest::origin)
                .containsExactly("http://127.0.0.1:" + endpoint.port(), "http://localhost:" + endpoint.port());
    }

    /** When the processors are busy, the thread that accepts connections is slow to release the port. */
    @Test
    void anOutageGivesThePortBackAtOnce() {
        AtomicBoolean over = new AtomicBoolean();
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            Thread.ofPlatform().daemon().start(() -> spinUntil(over));
        }
        try {
            for (int outage = 0; outage < OUTAGES; outage++) {
                TestClient.to(endpoint.baseUrl()).get("/");
                endpoint.down();
                endpoint.up();
            }
        } finally {
            over.set(true);
        }
    }

    private static void spinUntil(AtomicBoolean over) {
        while (!over.get()) {
            Thread.onSpinWait();
        }
    }

    /** OkHttp sends a body of unknown length in chunks. */
    private static RequestBody inChunks(String... parts) {
        return new RequestBody() {
            @Override
            public @Nullable MediaType contentType() {
                return MediaType.get("application/json");
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                for (String part : parts) {
                    sink.writeUtf8(part).flush();
                }
            }
        };
    }
}
