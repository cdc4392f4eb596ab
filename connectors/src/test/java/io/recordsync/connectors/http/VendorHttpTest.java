package io.recordsync.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.Permits.Permit;
import io.recordsync.connectors.Quota;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.HttpUrl;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VendorHttpTest {

    private static final Quota QUOTA = new Quota("test", List.of(), OptionalLong.empty());
    private static final CallScope SCOPE = new CallScope(Deadline.in(Duration.ofSeconds(60)), Permits.UNLIMITED);
    private static final String SECRET = "MARKER-secret-value";

    private final MockWebServer server = new MockWebServer();
    private final List<String> observed = new ArrayList<>();
    private final VendorHttp http = client(Duration.ofSeconds(5));

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    @Test
    void anAnswerIsReadWithItsStatusAndBody() {
        server.enqueue(response(418, "{\"a\":1}"));

        VendorResponse response = http.send(write(), QUOTA, SCOPE);

        assertThat(response.status()).isEqualTo(418);
        assertThat(response.json().path("a").asInt()).isEqualTo(1);
        assertThat(response.succeeded()).isFalse();
        assertThat(observed).containsExactly("PATCH /things/{id} 418");
    }

    @Test
    void aNoticeOfRetirementIsPassedOnWhereItLooksLikeOne() {
        List<String> notices = new ArrayList<>();
        CallObserver observer = new CallObserver() {
            @Override
            public void called(VendorCall call, int status, Duration took) {}

            @Override
            public void retiring(VendorCall call, String deprecation, String sunset) {
                notices.add(call + "|" + deprecation + "|" + sunset);
            }
        };
        server.enqueue(notice("@1790000000", "Wed, 01 Sep 2027 00:00:00 GMT"));
        server.enqueue(notice("<MARKER>", "Wed, 01 Sep 2027 00:00:00 GMT"));
        server.enqueue(response(200, "{}"));

        try (VendorHttp listening = new VendorHttp(Duration.ofSeconds(5), InstantSource.system(), observer)) {
            IntStream.range(0, 3).forEach(i -> listening.send(read(), QUOTA, SCOPE));
        }

        assertThat(notices)
                .containsExactly(
                        "GET /things|@1790000000|Wed, 01 Sep 2027 00:00:00 GMT",
                        "GET /things||Wed, 01 Sep 2027 00:00:00 GMT");
    }

    private static MockResponse notice(String deprecation, String sunset) {
        return new MockResponse.Builder()
                .addHeader("Deprecation", deprecation)
                .addHeader("Sunset", sunset)
                .body("{}")
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>MARKER</html>", "", "{\"a\":"})
    void aBodyThatIsNoJsonIsMissing(String body) {
        server.enqueue(response(200, body));

        assertThat(http.send(read(), QUOTA, SCOPE).json().isMissingNode()).isTrue();
    }

    @Test
    void aBodyNestedTooDeepIsMissing() {
        server.enqueue(response(200, "[".repeat(5_000) + "]".repeat(5_000)));

        assertThat(http.send(read(), QUOTA, SCOPE).json().isMissingNode()).isTrue();
    }

    /** A body of 10 MB compresses to 10 KB, and its tree takes hundreds of times the memory of a record. */
    @Test
    void aBodyOfMoreValuesThanAnyAnswerHasIsMissing() {
        server.enqueue(response(200, "[" + "[],".repeat(VendorJson.MAX_TOKENS / 2) + "1]"));

        assertThat(http.send(read(), QUOTA, SCOPE).json().isMissingNode()).isTrue();
    }

    @Test
    void ofAnAnswerWhoseBeginningIsEnoughNoMoreIsRead() {
        server.enqueue(new MockResponse.Builder()
                .body(new Buffer().write(new byte[BodyReader.MAX_BYTES + 1]))
                .build());
        server.enqueue(response(200, "{\"a\":1}"));

        assertThat(http.send(write().readingAtMost(1000), QUOTA, SCOPE).body().size())
                .isEqualTo(1000);
        assertThat(http.send(write().readingAtMost(1000), QUOTA, SCOPE)
                        .json()
                        .path("a")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void anAnswerThatIsTooLargeIsNotReadAndLeavesTheWriteInDoubt() {
        server.enqueue(new MockResponse.Builder()
                .body(new Buffer().write(new byte[BodyReader.MAX_BYTES + 1]))
                .build());

        ConnectorException failure = failure(write());

        assertThat(failure.code()).isEqualTo("ANSWER_TOO_LARGE");
        assertThat(failure.inDoubt()).isTrue();
    }

    @Test
    void eachCallAsksForAPermitBeforeItIsSent() {
        CallScope none = new CallScope(SCOPE.deadline(), (quota, cost, deadline) -> {
            throw new CallDeferredException("none left", Duration.ofSeconds(9));
        });

        assertThatThrownBy(() -> http.send(write(), QUOTA, none)).isInstanceOf(CallDeferredException.class);
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void aPermitIsTakenOnlyIfTimeIsLeftForTheCallAfterIt() {
        List<Duration> asked = new ArrayList<>();
        Duration most = SCOPE.deadline().left().minusSeconds(1);
        CallScope scope = new CallScope(SCOPE.deadline(), (quota, cost, deadline) -> {
            asked.add(deadline.left());
            return Permit.UNCOUNTED;
        });
        server.enqueue(response(200, "{}"));

        http.send(read(), QUOTA, scope);

        assertThat(asked).singleElement().satisfies(left -> assertThat(left).isLessThanOrEqualTo(most));
    }

    @Test
    void aPermitIsToldWhenItsCallArrivedAtTheLatest() {
        List<Instant> arrivals = new ArrayList<>();
        CallScope scope = new CallScope(SCOPE.deadline(), (quota, cost, deadline) -> arrivals::add);
        server.enqueue(response(200, "{}"));
        server.enqueue(new MockResponse.Builder()
                .headersDelay(300, TimeUnit.MILLISECONDS)
                .body("{}")
                .build());
        Instant start = Instant.now();

        http.send(read(), QUOTA, scope);
        http.send(read(), QUOTA, scope);

        assertThat(arrivals).hasSize(2).isSorted();
        assertThat(arrivals.getFirst()).isBetween(start, Instant.now());
        assertThat(Duration.between(arrivals.getFirst(), arrivals.getLast())).isGreaterThan(Duration.ofMillis(250));
    }

    @Test
    void aCallThatCouldNotBeSentIsNotToldOf() {
        List<Instant> arrivals = new ArrayList<>();
        CallScope scope = new CallScope(SCOPE.deadline(), (quota, cost, deadline) -> arrivals::add);
        VendorCall call = read();
        server.close();

        assertThatThrownBy(() -> http.send(call, QUOTA, scope)).isInstanceOf(ConnectorException.class);
        assertThat(arrivals).isEmpty();
    }

    @Test
    void nothingIsSentShortlyBeforeTheDeadline() {
        CallScope over = new CallScope(Deadline.in(Duration.ofMillis(900)), (quota, cost, deadline) -> {
            throw new AssertionError("no permit is asked for");
        });

        assertThatThrownBy(() -> http.send(write(), QUOTA, over)).isInstanceOf(CallDeferredException.class);
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void aCallEndsAtItsTimeoutAndAWriteIsThenInDoubt() {
        server.enqueue(silence());
        server.enqueue(silence());
        try (VendorHttp hasty = client(Duration.ofSeconds(1))) {
            ConnectorException write = failure(hasty, write(), SCOPE);
            ConnectorException read = failure(hasty, read(), SCOPE);

            assertThat(write.code()).isEqualTo("TIMEOUT");
            assertThat(write.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            assertThat(write.inDoubt()).isTrue();
            assertThat(read.inDoubt()).isFalse();
        }
    }

    @Test
    void aCallEndsAtTheDeadlineIfThatIsSooner() {
        server.enqueue(silence());
        CallScope soon = new CallScope(Deadline.in(Duration.ofSeconds(3)), Permits.UNLIMITED);

        ConnectorException failure = failure(http, write(), soon);

        assertThat(failure.code()).isEqualTo("TIMEOUT");
        assertThat(failure).hasMessageNotContaining("5000 ms");
    }

    @Test
    void anAnswerThatTricklesIsCutAtTheTimeout() {
        server.enqueue(new MockResponse.Builder()
                .body("x".repeat(1_000))
                .throttleBody(1, 50, TimeUnit.MILLISECONDS)
                .build());
        try (VendorHttp hasty = client(Duration.ofMillis(300))) {
            assertThat(failure(hasty, write(), SCOPE).code()).isEqualTo("TIMEOUT");
        }
    }

    @Test
    void aConnectionLostBeforeTheAnswerLeavesAWriteInDoubt() {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.ShutdownConnection.INSTANCE)
                .build());

        ConnectorException failure = failure(write());

        assertThat(failure.code()).isEqualTo("CONNECTION_LOST");
        assertThat(failure.inDoubt()).isTrue();
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aRefusedConnectionLeavesNoDoubt() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        ConnectorException failure = failure(writeTo("http://127.0.0.1:" + free + "/" + SECRET));

        assertThat(failure.code()).isEqualTo("CONNECTION_REFUSED");
        assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(failure.inDoubt()).isFalse();
        assertThat(observed).containsExactly("PATCH /things/{id} 0");
    }

    @Test
    void anUnknownHostLeavesNoDoubt() {
        ConnectorException failure = failure(writeTo("http://nowhere.invalid/" + SECRET));

        assertThat(failure.code()).isEqualTo("UNKNOWN_HOST");
        assertThat(failure.inDoubt()).isFalse();
    }

    @Test
    void aServerWithoutTlsLeavesNoDoubt() throws Exception {
        try (ExecutorService speaker = Executors.newVirtualThreadPerTaskExecutor();
                ServerSocket plain = new ServerSocket(0)) {
            speaker.execute(() -> greetInTheClear(plain));

            ConnectorException failure = failure(writeTo("https://127.0.0.1:" + plain.getLocalPort() + "/" + SECRET));

            assertThat(failure.code()).isEqualTo("TLS");
            assertThat(failure.inDoubt()).isFalse();
        }
    }

    /** Each connection; OkHttp may try more than one. */
    private static void greetInTheClear(ServerSocket server) {
        try {
            while (true) {
                try (Socket connection = server.accept()) {
                    connection.getOutputStream().write("220 not TLS at all\r\n".getBytes(StandardCharsets.US_ASCII));
                    connection.getInputStream().read();
                }
            }
        } catch (IOException e) {
            assertThat(server.isClosed()).isTrue();
        }
    }

    @Test
    void aCallWhoseThreadIsStoppedBeforeItIsSentIsDeferred() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> http.send(write(), QUOTA, SCOPE)).isInstanceOf(CallDeferredException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aCallWhoseThreadIsStoppedAfterItWasSentIsInDoubt() throws Exception {
        server.enqueue(silence());
        AtomicReference<ConnectorException> stopped = new AtomicReference<>();
        Thread caller = Thread.ofVirtual().start(() -> stopped.set(failure(write())));
        server.takeRequest();

        caller.interrupt();
        caller.join();

        assertThat(stopped.get().code()).isEqualTo("INTERRUPTED");
        assertThat(stopped.get().kind()).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(stopped.get().inDoubt()).isTrue();
    }

    @Test
    void noCallIsSentTwiceAndNoRedirectIsFollowed() {
        server.enqueue(new MockResponse.Builder()
                .code(503)
                .addHeader("Retry-After", "0")
                .build());
        server.enqueue(new MockResponse.Builder().code(408).build());
        server.enqueue(new MockResponse.Builder()
                .code(307)
                .addHeader("Location", server.url("/elsewhere"))
                .build());

        assertThat(http.send(read(), QUOTA, SCOPE).status()).isEqualTo(503);
        assertThat(http.send(write(), QUOTA, SCOPE).status()).isEqualTo(408);
        assertThat(http.send(write(), QUOTA, SCOPE).status()).isEqualTo(307);
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void noTextShowsAddressHeadersOrBody() {
        VendorCall call = writeTo("http://127.0.0.1:1/" + SECRET).withBearer(SECRET);

        assertThat(call.toString()).isEqualTo("PATCH /things/{id}");
        assertThat(call.body().orElseThrow().toString()).doesNotContain(SECRET);
        assertThat(failure(call)).hasMessageNotContaining(SECRET).hasNoCause();
    }

    private ConnectorException failure(VendorCall call) {
        return failure(http, call, SCOPE);
    }

    private static ConnectorException failure(VendorHttp http, VendorCall call, CallScope scope) {
        ConnectorException failure =
                catchThrowableOfType(ConnectorException.class, () -> http.send(call, QUOTA, scope));
        assertThat(failure).isNotNull();
        return failure;
    }

    private VendorHttp client(Duration timeout) {
        return new VendorHttp(
                        timeout, InstantSource.system(), (call, status, took) -> observed.add(call + " " + status))
                .of("testsystem");
    }

    private VendorCall write() {
        return writeTo(server.url("/things/7").toString());
    }

    private VendorCall read() {
        return VendorCall.read("/things", server.url("/things"));
    }

    private static VendorCall writeTo(String url) {
        return VendorCall.write("PATCH", "/things/{id}", HttpUrl.get(url), Map.of("field", SECRET));
    }

    private static MockResponse response(int status, String body) {
        return new MockResponse.Builder().code(status).body(body).build();
    }

    private static MockResponse silence() {
        return new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build();
    }
}
