package io.recordsync.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Messages lie in histories and queues while versions change. Whoever changes the form of one finds it here. */
class MessageSamplesTest {

    private static final Path SAMPLES = Path.of("src/test/resources/messages");
    private static final DeliveryFailure FAILURE =
            new DeliveryFailure(3, "REQUIRED_FIELD_MISSING", "A required field is missing.", "7c9e6679", false);
    private static final ParkedDelivery PARKED =
            new ParkedDelivery("salesforce", 3, Instant.parse("2026-01-20T17:16:48Z"), 2, FAILURE);
    private static final String RULES = "0c4e5d";
    private static final HandedOver HANDED_OVER = new HandedOver("A1235", "hubspot", "LEASED");
    private static final Times TIMES =
            new Times(Duration.ofSeconds(67), Duration.ofMinutes(5), Duration.ofHours(6), Duration.ofDays(30));

    private static final OpenConflict OPEN =
            new OpenConflict("salesforce", "email", "ask", Instant.parse("2026-01-20T17:16:48Z"));

    private static final ReadPosition POSITION =
            new ReadPosition(17, 1, "delta", 3, ReadPosition.Feed.CHANGES, Duration.ofMinutes(2));
    private static final ReadChangesStatus RUN = new ReadChangesStatus(17, "running", 3, 600, 5, 20, 1, true);
    private static final ReadChangesInput READ = new ReadChangesInput(
            "default",
            "salesforce",
            "contact",
            false,
            Instant.parse("2026-01-20T17:16:48Z"),
            1000L,
            200,
            "person/api",
            POSITION,
            true,
            "theirs",
            true,
            true);
    private static final PushInput PUSH =
            new PushInput("default", "salesforce", "contact", PushInput.RESEND, "person/api", POSITION);

    private static final List<Object> MESSAGES = List.of(
            READ,
            RUN,
            new BeginRunRequest(READ, "0198c0de", "read/default/salesforce/contact"),
            new BeginRunResult(POSITION, RUN, Duration.ofMinutes(1), true, true),
            PUSH,
            new BeginPushRequest(PUSH, "0198c0de", "push/default/salesforce/contact"),
            new PushPageRequest("default", "salesforce", "contact", 17, 1, 4),
            new ReadPageRequest("default", "salesforce", "contact", 17, 1, 4, ReadPosition.Feed.AGAIN, 200),
            new ReadPageResult(List.of("A1234", "A1235"), true, false, RUN, Duration.ofSeconds(5), 5000),
            new HeldDeletesInput(
                    "default",
                    "salesforce",
                    "contact",
                    List.of(new DecideHeldRequest("default", "salesforce", "contact", null, false, null))),
            new HeldDecision(17, "person/api"),
            new DecideHeldRequest("default", "salesforce", "contact", 17L, true, "person/api"),
            new DecideHeldResult(List.of("A1234", "A1235"), false, 12),
            new EndRunRequest("default", "salesforce", "contact", 17, 1, "failed", "The account is refused."),
            new SyncRecordInput(
                    "default",
                    "contact",
                    "A1234",
                    new ContinueAsNewState(
                            3,
                            List.of(PARKED),
                            List.of(new ContinueAsNewState.UnderWay("salesforce", true)),
                            List.of(new ParkedNotice("default", "contact", "A1234", "salesforce", FAILURE)))),
            new Changed(3, Priorities.LIVE),
            new Retry("salesforce"),
            new Skip("salesforce"),
            new SyncRecordStatus(
                    3,
                    3,
                    List.of(new DeliveryStatus(
                            "salesforce",
                            DeliveryStatus.State.PARKED,
                            2,
                            FAILURE,
                            Instant.parse("2026-01-20T17:21:48Z"),
                            "waits")),
                    List.of(OPEN),
                    "The conflict is decided."),
            new RouteRequest("default", "contact", "A1234", Retry.ALL),
            new RouteResult(3, List.of("salesforce", "hubspot"), TIMES, RULES, List.of(PARKED), List.of(OPEN)),
            new Resolve("salesforce", "email", Resolve.OURS, "person/api", "The customer called."),
            new ResolveRequest(
                    "default", "contact", "A1234", new Resolve("salesforce", "email", Resolve.THEIRS, null, null)),
            new ResolveResult(ResolveResult.Outcome.DECIDED, "The conflict is decided."),
            OPEN,
            new SkipRequest("default", "contact", "A1234", Skip.ALL, List.of("hubspot")),
            new DeliveryRequest("default", "contact", "A1234", "salesforce", "0198c0de/1", RULES),
            new DeliveryResult(3, "applied"),
            FAILURE,
            new DescribeRequest("default", "hubspot", "contact"),
            new SystemDescription(
                    "hubspot",
                    List.of(new SystemDescription.Entity(
                            "contact",
                            "contacts",
                            true,
                            List.of(new SystemDescription.Field(
                                    "email", "E-mail", "string", false, true, true, 128))))),
            new SyncBatchInput("default", "contact", List.of("A1234", "A1235"), Priorities.BACKFILL),
            new SyncBatchStatus(
                    2,
                    List.of(new SyncBatchStatus.OfSystem("hubspot", 2, 1)),
                    List.of(HANDED_OVER),
                    List.of(new SyncBatchStatus.OfRecord("hubspot", "settled"))),
            new StatusOf("A1235"),
            new RouteAllRequest("default", "contact", List.of("A1234", "A1235")),
            new RouteAllResult(
                    List.of(new RouteAllResult.Part("hubspot", List.of("A1234"))), List.of(HANDED_OVER), TIMES, RULES),
            new DeliverAllRequest("default", "contact", List.of("A1234"), "hubspot", "0198c0de/hubspot", RULES),
            new DeliverAllResult(1, List.of(HANDED_OVER), List.of("A1234"), Duration.ofSeconds(2), "6a1f"),
            new HandOverRequest("default", "contact", List.of("A1235")),
            new ParkedNotice("default", "contact", "A1234", "salesforce", FAILURE));

    private final DataConverter converter = Messages.converter(List.of());

    @TestFactory
    Stream<DynamicTest> eachMessageIsWrittenAsItsSample() {
        return MESSAGES.stream()
                .map(message -> DynamicTest.dynamicTest(
                        name(message), () -> assertThat(json(message)).isEqualTo(sample(message))));
    }

    @TestFactory
    Stream<DynamicTest> eachSampleIsReadAsItsMessage() {
        return MESSAGES.stream()
                .map(message -> DynamicTest.dynamicTest(
                        name(message),
                        () -> assertThat(read(sample(message), message.getClass()))
                                .isEqualTo(message)));
    }

    @Test
    void aSignalThatAPersonSendsNeedsNoEnvelope() {
        Retry retry = read("{\"system\":\"hubspot\"}", Retry.class);

        assertThat(retry).isEqualTo(new Retry("hubspot"));
    }

    @Test
    void aFieldThatALaterVersionAddedIsNoObstacle() {
        Changed changed = read("{\"revision\":3,\"priority\":1,\"later\":true}", Changed.class);

        assertThat(changed).isEqualTo(new Changed(3, 1));
    }

    @Test
    void whatAnOlderVersionDidNotWriteIsUnknown() {
        String times = json(TIMES);
        RouteResult route = read("{\"revision\":3,\"due\":[],\"times\":" + times + "}", RouteResult.class);
        ContinueAsNewState carried = read("{\"heard\":3,\"parked\":[]}", ContinueAsNewState.class);
        SkipRequest skip = read(
                "{\"tenant\":\"default\",\"entity\":\"contact\",\"recordId\":\"A1\",\"skip\":{}}", SkipRequest.class);

        assertThat(route).isEqualTo(new RouteResult(3, List.of(), TIMES, null, null));
        assertThat(read("{\"heard\":3,\"routed\":3,\"deliveries\":[]}", SyncRecordStatus.class))
                .isEqualTo(new SyncRecordStatus(3, 3, List.of()));
        assertThat(carried).isEqualTo(new ContinueAsNewState(3, List.of(), List.of(), List.of()));
        assertThat(skip.underWay()).isEmpty();
        assertThat(read("{\"status\":" + json(RUN) + ",\"pause\":\"PT1S\"}", BeginRunResult.class)
                        .wasSkipped())
                .isFalse();
        assertThat(read(
                                "{\"changed\":[],\"committed\":true,\"last\":true,\"status\":" + json(RUN) + "}",
                                ReadPageResult.class)
                        .pause())
                .isNull();
    }

    @Test
    void aNewerEnvelopeIsRefusedUntilTheWorkerIsUpdated() {
        Payload newer = converter.toPayload(new Changed(3, 1)).orElseThrow().toBuilder()
                .putMetadata(Messages.VERSION_KEY, ByteString.copyFromUtf8("2"))
                .build();

        assertThatThrownBy(() -> converter.fromPayload(newer, Changed.class, Changed.class))
                .isInstanceOf(DataConverterException.class)
                .hasStackTraceContaining("update the worker");
    }

    private String json(Object message) {
        return converter.toPayload(message).orElseThrow().getData().toString(StandardCharsets.UTF_8);
    }

    private <T> T read(String json, Class<T> type) {
        Payload payload = Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
                .setData(ByteString.copyFromUtf8(json))
                .build();
        return converter.fromPayload(payload, type, type);
    }

    private static String sample(Object message) throws IOException {
        return Files.readString(SAMPLES.resolve(name(message) + ".json")).strip();
    }

    private static String name(Object message) {
        return message.getClass().getSimpleName();
    }
}
