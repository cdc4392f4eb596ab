package io.recordsync.starter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.recordsync.process.RunningProcess;
import io.recordsync.starter.TestServers;
import io.recordsync.starter.rest.Api.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

@TestInstance(Lifecycle.PER_CLASS)
class ProblemAdviceTest {

    private static final String TOPIC = "problem-events";
    private static final String EVENT = """
            {"record":"contacts","operation":"create","timestamp":"2024-01-15T10:30:00",
             "item":{"id":"A1","name":"Ann","contact":"lead"}}""";

    @RegisterExtension
    static final TestServers SERVERS = new TestServers();

    private final ListAppender<ILoggingEvent> log = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent line) {
            line.prepareForDeferredProcessing();
            super.append(line);
        }
    };
    private @Nullable RunningProcess starter;
    private @Nullable Api api;

    @BeforeAll
    void start() {
        SERVERS.createTopic(TOPIC, 1_000_000);
        starter = SERVERS.starter(TOPIC, Map.of("LOG_LEVEL", "info"));
        api = new Api(starter.port());
        log.start();
        ((Logger) LoggerFactory.getLogger(ProblemAdvice.class)).addAppender(log);
        assertThat(api.event(EVENT).status()).isEqualTo(202);
    }

    @AfterAll
    void stop() {
        api.close();
        starter.close();
    }

    static Stream<String> unreadable() {
        return Stream.of(
                "",
                " ",
                "not JSON",
                "[]",
                "null",
                "{}",
                "{\"event_id\":\"test-123\",\"idempotency_key\":\"key-123\",\"entity\":{\"type\":\"customer\"}}",
                EVENT.replace("create", "make"),
                EVENT.replace("\"A1\"", "{}"),
                EVENT.replace("A1", "A\\u0000"),
                EVENT.replace("A1", "A".repeat(300)),
                EVENT.replace("2024-01-15T10:30:00", "2024-13-45"),
                "[".repeat(10_000),
                "{\"record\":".repeat(10_000));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void whatIsNoEventIsRefusedWithTheReason(String body) {
        Answer answer = api.event(body);
        assertProblem(answer, 400);
        assertThat(answer.at("/detail")).startsWith("The event is not accepted: ");
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        assertProblem(api.event(new byte[] {(byte) 0xff, 0, (byte) 0xfe}, Map.of()), 400);
    }

    @Test
    void anEventThatIsTooLargeIsNotReadToItsEnd() {
        byte[] large = EVENT.replace("Ann", "a".repeat(2_000_000)).getBytes(StandardCharsets.UTF_8);
        assertProblem(api.event(large, Map.of()), 413);
        assertProblem(
                api.send(api.request("/v1/events")
                        .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)))),
                413);
    }

    @Test
    void aFormThatACommandLineSendsByMistakeIsReadAsTheEventThatItIs() {
        Answer answer = api.event(
                EVENT.getBytes(StandardCharsets.UTF_8), Map.of("content-type", "application/x-www-form-urlencoded"));
        assertThat(answer.status()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /v1/sync/status/unknown, 404",
        "POST, /v1/sync/retry/unknown, 404",
        "POST, /v1/sync/skip/unknown, 404",
        "POST, /v1/sync/retry/A1?system=none, 404",
        "POST, /v1/sync/skip/A1?system=%00, 400",
        "POST, /v1/sync/skip/A1, 409",
        "GET,  /v1/sync/status/A1?tenant=other, 404",
        "GET,  /v1/sync/status/A1?tenant=%20, 400",
        "GET,  /v1/sync/status/A%01, 400",
        "GET,  /v1/sync/status/A%0A1, 400",
        "GET,  /v1/sync/status/%20, 400",
        "GET,  /v1/sync/status/A1?tenant=%C2%80, 400",
        "GET,  /v1/sync/status?limit=0, 400",
        "GET,  /v1/sync/status?limit=1001, 400",
        "GET,  /v1/sync/status?limit=many, 400",
        "GET,  /v1/sync/status?tenant=%00, 400",
        "GET,  /v1/sync/status?state=lost, 400",
        "GET,  /v1/sync/status?system=%00, 400",
        "GET,  /v1/sync/status?after=contact, 400",
        "GET,  /v1/sync/status?after=e30, 400",
        "GET,  /v1/sync/status?after=%20, 400",
        "GET,  /v1/nothing, 404",
        "GET,  /, 404",
        "DELETE, /v1/sync/status/A1, 405",
        "GET,  /v1/events, 405"
    })
    void everyRefusalIsAProblemWithItsReason(String method, String path, int status) {
        assertProblem(api.send(api.request(path).method(method, BodyPublishers.noBody())), status);
    }

    @Test
    void anIdThatFitsNoWorkflowIsRefused() {
        assertProblem(api.get("/v1/sync/status/" + "a".repeat(300)), 400);
    }

    @Test
    void aTypeThatWeDoNotSpeakIsAProblemToo() {
        assertProblem(api.send(api.request("/v1/sync/status").header("Accept", "image/png")), 406);
    }

    @Test
    void theErrorIdOfAnAnswerIsInTheLogAndContentIsNot() {
        Answer unknown = api.get("/v1/sync/status/unknown");
        assertProblem(api.event(EVENT.replace("create", "marker-4711")), 400);
        assertProblem(api.event("{\"name\": marker-4711"), 400);
        assertThat(log.list)
                .anyMatch(line ->
                        unknown.at("/errorId").equals(line.getMDCPropertyMap().get("errorId")))
                .allSatisfy(line -> assertThat(line.getFormattedMessage()).doesNotContain("marker-4711"));
    }

    private static void assertProblem(Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.body().at("/status").asInt()).isEqualTo(status);
        assertThat(answer.at("/detail")).isNotBlank();
        assertThat(answer.at("/errorId")).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }
}
