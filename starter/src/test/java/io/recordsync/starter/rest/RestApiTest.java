package io.recordsync.starter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.recordsync.process.RunningProcess;
import io.recordsync.starter.TestServers;
import io.recordsync.starter.rest.Api.Answer;
import io.recordsync.store.Store;
import io.recordsync.store.delivery.Routing.Routed;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.workflows.SyncRecord;
import io.recordsync.workflows.SyncRecordInput;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;

@TestInstance(Lifecycle.PER_CLASS)
class RestApiTest {

    private static final String TOPIC = "rest-events";
    private static final Duration SOON = Duration.ofMinutes(1);

    /** Represents personal data in records. */
    private static final String MARKER = "marker-4711";

    @RegisterExtension
    static final TestServers SERVERS = new TestServers();

    private @Nullable RunningProcess starter;
    private @Nullable Api api;

    @BeforeAll
    void start() {
        SERVERS.createTopic(TOPIC, 1_000_000);
        starter = SERVERS.starter(TOPIC, Map.of("DEBEZIUM_TABLES", "public.customers=contact:id"));
        api = new Api(starter.port());
    }

    @AfterAll
    void stop() {
        api.close();
        starter.close();
    }

    @Test
    void anEventIsAcceptedAndToldToTemporal() {
        Answer answer = api.event(contact("A1", 1));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo(json("""
                {"record":{"tenant":"default","entity":"contact","id":"A1"},"verdict":"changed","revision":1}"""));
        awaitTold("A1", "changed 1");
    }

    @Test
    void anEventOfATenantWithoutConnectionIsRefused() {
        Answer answer =
                api.event(customer("T1").replace("\"source\"", "\"metadata\":{\"customer_id\":\"acme\"},\"source\""));

        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.text()).contains("its tenant has no connection", "SYNC_SHARED_ACCOUNTS");
        assertThat(api.get("/v1/sync/status/T1?tenant=acme").status()).isEqualTo(404);
    }

    @Test
    void theSameEventAgainIsRepeatedAndToldAgain() {
        api.event(contact("A2", 1));
        Answer again = api.event(contact("A2", 1));
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.at("/verdict")).isEqualTo("repeated");
        assertThat(again.at("/revision")).isEqualTo("1");
        assertThat(api.event(contact("A2", 0)).at("/verdict")).isEqualTo("superseded");
    }

    @Test
    void anEventThatComesAgainWhenItsRecordIsSettledStartsNothing() {
        api.event(contact("A3", 1));
        awaitTold("A3", "changed 1");
        workflow("A3").terminate("all is settled");
        String onlyRun = runId("A3");
        store().routing().routed(List.of(new Routed(key("A3"), 1, List.of())), "rules");
        assertThat(api.event(contact("A3", 1)).at("/verdict")).isEqualTo("repeated");
        assertThat(runId("A3")).isEqualTo(onlyRun);
    }

    @Test
    void everyFormatComesIn() {
        Stream.of(contact("F1", 1), customer("F2"), cloudEvent("F3"), debezium("F4"))
                .map(api::event)
                .forEach(answer -> assertThat(answer.status()).as(answer.text()).isEqualTo(202));
        assertThat(api.get("/v1/sync/status/F4").status()).isEqualTo(200);
    }

    @Test
    void aCloudEventInBinaryModeHasItsAttributesInHeaders() {
        Answer answer =
                api.event("{\"name\":\"Ann\"}".getBytes(StandardCharsets.UTF_8), binary("contact/B1", "updated"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(api.event(new byte[0], binary("contact/B1", "deleted")).at("/revision"))
                .isEqualTo("2");
        assertThat(api.get("/v1/sync/status/B1").at("/deleted")).isEqualTo("true");
    }

    @Test
    void theStatusOfARecordIsItsDeliveriesItsChangesAndItsWorkflow() {
        api.event(contact("S1", 1));
        parking().park(key("S1"), "salesforce", "hubspot");
        awaitTold("S1", "changed 1");
        Answer answer = statusOnceItsRunIs("running", "S1");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/revision")).isEqualTo("1");
        assertThat(answer.at("/changedAt")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(answer.at("/deliveries/0/system")).isEqualTo("hubspot");
        assertThat(answer.at("/deliveries/0/state")).isEqualTo("parked");
        assertThat(answer.body().at("/deliveries/0/error")).isEqualTo(json("""
                {"code":"INVALID_EMAIL","reason":"the system refuses it","errorId":"error-7"}"""));
        assertThat(answer.at("/deliveries/1/state")).isEqualTo("delivered");
        assertThat(answer.at("/deliveries/1/externalId")).isEqualTo("003xx");
        assertThat(answer.at("/changes/0/outcome")).isEqualTo("parked");
        assertThat(answer.at("/changes/0/door")).startsWith("rest:");
        assertThat(answer.at("/workflow/id")).isEqualTo("sync/default/contact/S1");
        assertThat(answer.at("/workflow/heard")).isEqualTo("1");
    }

    @Test
    void aWorkflowThatNoWorkerAnswersForIsSaidToBeSilent() {
        api.event(contact("S2", 1));
        awaitTold("S2", "changed 1");
        workflow("S2").terminate("the test needs its id");
        startWithoutWorker("S2");
        Answer answer = statusOnceItsRunIs("silent", "S2");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/revision")).isEqualTo("1");
        assertThat(answer.at("/workflow/note")).isEqualTo("running, but no worker answered within one second");
    }

    @Test
    void aRetryAfterTheRunHasEndedStartsAnother() {
        api.event(contact("R1", 1));
        parking().park(key("R1"), "salesforce", "hubspot");
        awaitTold("R1", "changed 1");
        String firstRun = runId("R1");
        workflow("R1").terminate("its park time is over");
        assertThat(statusOnceItsRunIs("ended", "R1").status()).isEqualTo(200);
        Answer answer = api.post("/v1/sync/retry/R1?system=hubspot");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo(json("""
                {"record":{"tenant":"default","entity":"contact","id":"R1"},"asked":"retry","parked":["hubspot"],
                 "workflowId":"sync/default/contact/R1"}"""));
        awaitTold("R1", "retry hubspot");
        assertThat(runId("R1")).isNotEqualTo(firstRun);
    }

    @Test
    void aRetryOfADeliveryThatWaitsForADecisionSaysWhatIsNeeded() {
        api.event(contact("RC1", 1));
        parking().leaveUndecided(key("RC1"), "hubspot");

        Answer answer = api.post("/v1/sync/retry/RC1");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().at("/parked")).isEqualTo(json("[]"));
        assertThat(answer.at("/needed"))
                .isEqualTo("The delivery to hubspot waits for a decision, and a retry cannot make it. The status"
                        + " of the record shows what there is to decide; POST /v1/sync/resolve or the command resolve"
                        + " decides it.");
        assertThat(api.post("/v1/sync/skip/RC1").body().at("/parked")).isEqualTo(json("[\"hubspot\"]"));
    }

    @Test
    void whatItsRunAloneShowsAsParkedIsSkippedThere() {
        api.event(contact("RED1", 1));
        awaitTold("RED1", "changed 1");
        statusOnceItsRunIs("running", "RED1");

        assertThat(api.post("/v1/sync/skip/RED1").status()).isEqualTo(202);

        awaitTold("RED1", "skip null");
    }

    @Test
    void aSettledRecordWhoseRunGoesOnSaysThatItEndsSoon() {
        api.event(contact("S3", 1));
        awaitTold("S3", "changed 1");
        assertThat(statusOnceItsRunIs("running", "S3").at("/workflow/note")).isEqualTo("running");

        parking().goNowhere(key("S3"));

        assertThat(statusOnceItsRunIs("running", "S3").at("/workflow/note"))
                .isEqualTo("running; everything is settled, and the run ends within a minute");
    }

    @Test
    void aSkipNeedsSomethingThatIsParked() {
        api.event(contact("K1", 1));
        assertThat(api.post("/v1/sync/skip/K1").status()).isEqualTo(409);
        parking().park(key("K1"), "salesforce", "hubspot");
        assertThat(api.post("/v1/sync/skip/K1?system=salesforce").status()).isEqualTo(409);
        workflow("K1").terminate("its park time is over");
        Answer answer = api.post("/v1/sync/skip/K1");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().at("/parked")).isEqualTo(json("[\"hubspot\"]"));
        awaitTold("K1", "skip null");
    }

    @Test
    void deliveriesAreListedByStateSystemAndReason() {
        api.event(contact("P1", 1));
        parking().park(key("P1"), "salesforce", "hubspot");
        Answer answer =
                api.get("/v1/sync/status?state=parked&system=hubspot&reason=INVALID_EMAIL&entity=contact&limit=1000");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()
                        .at("/deliveries")
                        .valueStream()
                        .filter(one -> one.at("/id").asString().equals("P1")))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.at("/system").asString()).isEqualTo("hubspot");
                    assertThat(one.at("/state").asString()).isEqualTo("parked");
                    assertThat(one.at("/error/code").asString()).isEqualTo("INVALID_EMAIL");
                });
        Stream.of("state=skipped", "system=outreach", "reason=OTHER", "entity=account", "tenant=other")
                .map(filter -> api.get("/v1/sync/status?" + filter))
                .forEach(none -> assertThat(none.body().at("/deliveries")).isEmpty());
    }

    @Test
    void pagesFollowEachOtherByTheirCursors() {
        api.event(contact("L1", 1));
        api.event(contact("L2", 1));
        parking().park(key("L1"), "salesforce", "hubspot");
        parking().park(key("L2"), "salesforce", "hubspot");
        List<String> ids = new ArrayList<>();
        Answer page = api.get("/v1/sync/status?state=parked&limit=1");
        while (page.body().has("next")) {
            ids.add(page.at("/deliveries/0/id"));
            page = api.get("/v1/sync/status?state=parked&limit=1&after=" + page.at("/next"));
            assertThat(page.body().at("/deliveries")).hasSize(1);
        }
        ids.add(page.at("/deliveries/0/id"));
        assertThat(ids).doesNotHaveDuplicates().isSorted().contains("L1", "L2");
    }

    @Test
    void aSweepSaysWhereItEndedUntilThereIsNothingLeft() {
        api.event(contact("W1", 1));
        Answer first = api.post("/v1/sync/sweep");
        assertThat(first.status()).isEqualTo(202);
        assertThat(first.body().at("/looked").asInt()).isPositive();
        assertThat(first.body().at("/told").asInt()).isPositive();
        Answer last = api.post("/v1/sync/sweep?after=" + first.at("/next"));
        assertThat(last.body()).isEqualTo(json("{\"looked\":0,\"told\":0}"));
        assertThat(api.post("/v1/sync/sweep?after=nowhere").status()).isEqualTo(400);
    }

    @Test
    void theOverviewCounts() {
        api.event(contact("O1", 1));
        parking().park(key("O1"), "salesforce", "hubspot");
        store().circuits()
                .open(SERVERS.worker(store(), "salesforce"), "*", "salesforce", "three failures in a row", "error-9");
        Answer answer = api.get("/v1/sync/counts");
        assertThat(answer.status()).isEqualTo(200);
        JsonNode counts = answer.body();
        assertThat(counts.at("/deliveries/hubspot/parked").asInt()).isPositive();
        assertThat(counts.at("/events/parked").asInt()).isPositive();
        assertThat(counts.at("/events/deadLettered").asInt()).isZero();
        assertThat(counts.at("/openCircuits/0/system").asString()).isEqualTo("salesforce");
        assertThat(counts.at("/unsettled/working").isNumber()).isTrue();
        assertThat(counts.at("/callsInLastDay").isObject()).isTrue();
    }

    @Test
    void whoAsksForNothingInParticularGetsTheCountsToo() {
        Answer answer = api.get("/v1/sync/status");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().at("/counts").propertyNames())
                .containsExactlyElementsOf(api.get("/v1/sync/counts").body().propertyNames());
        assertThat(answer.body().has("deliveries")).isTrue();
    }

    /** A statement that counts would wait for these tables. No other statement reads them. */
    @Test
    void aListCountsNothing() {
        HeldTables held = HeldTables.thatOnlyCountsRead(starter.bean(DataSource.class));
        try (held) {
            assertThat(Stream.of(
                            "tenant=default",
                            "entity=contact",
                            "state=parked",
                            "system=hubspot",
                            "reason=X",
                            "limit=50"))
                    .allSatisfy(parameter -> {
                        Answer list = api.get("/v1/sync/status?" + parameter);
                        assertThat(list.status()).as(parameter).isEqualTo(200);
                        assertThat(list.body().has("counts")).as(parameter).isFalse();
                    });
        }
    }

    @Test
    void countsThatTakeTooLongAreGivenUpWithASentence() {
        OverviewController overview = new OverviewController(store(), Duration.ofMillis(50));
        HeldTables held = HeldTables.thatOnlyCountsRead(starter.bean(DataSource.class));
        try (held) {
            assertThatThrownBy(overview::counts).isInstanceOfSatisfying(ResponseStatusException.class, problem -> {
                assertThat(problem.getStatusCode().value()).isEqualTo(503);
                assertThat(problem.getReason()).startsWith("The counts took too long: PostgreSQL");
            });
        }
        assertThat(overview.counts().events().total()).isNotNegative();
    }

    @Test
    void anIdMayHoldASlashAndLettersOfAnyLanguage() {
        api.event(cloudEvent("a/b é%"));
        Answer answer = api.get("/v1/sync/status/a%2Fb%20%C3%A9%25");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.at("/id")).isEqualTo("a/b é%");
    }

    @Test
    void noAnswerHoldsARecordsContent() {
        Answer accepted = api.event("""
                {"record":"contacts","operation":"create","timestamp":"2024-01-15T10:30:00",
                 "item":{"id":"M1","name":"%1$s","email":"%1$s@example.com","contact":"lead",\
                 "notes":["%1$s"]}}""".formatted(MARKER));
        parking().park(key("M1"), "salesforce", "hubspot");
        Stream<Answer> answers = Stream.of(
                accepted,
                api.get("/v1/sync/status/M1"),
                api.get("/v1/sync/status?limit=1000"),
                api.get("/v1/sync/counts"),
                api.post("/v1/sync/retry/M1"),
                api.event(
                        "{\"record\":\"contacts\",\"operation\":\"%1$s\",\"item\":{\"id\":\"M2\"}}".formatted(MARKER)),
                api.event("{\"name\":\"%s\"".formatted(MARKER)),
                api.get("/actuator/prometheus"));
        assertThat(answers).allSatisfy(answer -> assertThat(answer.text()).doesNotContain(MARKER));
    }

    @Test
    void theOpenApiDocumentListsTheEndpoints() {
        Answer answer = api.get("/v3/api-docs");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().at("/paths").propertyNames())
                .containsExactlyInAnyOrder(
                        "/v1/crms/available",
                        "/v1/crms/mock/{system}/push",
                        "/v1/crms/{crm}/schema",
                        "/v1/events",
                        "/v1/sync/counts",
                        "/v1/sync/readers",
                        "/v1/sync/readers/{system}/{entity}",
                        "/v1/sync/resends",
                        "/v1/sync/runs",
                        "/v1/sync/runs/started",
                        "/v1/sync/runs/{id}",
                        "/v1/sync/runs/{id}/approve",
                        "/v1/sync/runs/{id}/cancel",
                        "/v1/sync/runs/{id}/deliveries",
                        "/v1/sync/runs/{id}/reject",
                        "/v1/sync/runs/{id}/samples",
                        "/v1/sync/status",
                        "/v1/sync/status/{record_id}",
                        "/v1/sync/sweep",
                        "/v1/sync/retry/{record_id}",
                        "/v1/sync/skip/{record_id}",
                        "/v1/sync/resolve/{record_id}",
                        "/v1/sync/link/{record_id}",
                        "/v1/sync/unlink/{record_id}",
                        "/v1/sync/{pair}");
        assertThat(answer.at("/components/schemas/Change/properties/outcome/description"))
                .isEqualTo("The change's outcome; pending if it is not known yet.");
        assertThat(api.get("/swagger-ui/index.html").status()).isEqualTo(200);
    }

    @Test
    void healthAndMetricsStay() {
        assertThat(api.get("/actuator/health/liveness").text()).contains("UP");
        assertThat(api.get("/actuator/health/readiness").text()).contains("UP", "db", "temporal");
        assertThat(api.get("/actuator/prometheus").text()).contains("temporal_");
    }

    private static String contact(String id, int minute) {
        return String.format(Locale.ROOT, """
                {"record":"contacts","operation":"update","timestamp":"2024-01-15T10:30:00",
                 "item":{"id":"%s","name":"Ann","contact":"lead","updated_at":"2024-01-15T10:%02d:00"}}""", id, minute);
    }

    private static String customer(String id) {
        return """
                {"event_id":"e-%1$s","event_type":"record.updated","source":"crm",
                 "entity":{"type":"customer","id":"%1$s","version":7},"payload":{"name":"Ann"}}""".formatted(id);
    }

    private static String cloudEvent(String id) {
        return """
                {"specversion":"1.0","id":"e-1","source":"/crm","type":"contact.updated","subject":"contact/%s",
                 "data":{"name":"Ann"}}""".formatted(id);
    }

    private static String debezium(String id) {
        return """
                {"before":null,"after":{"id":"%s","name":"Ann"},"source":{"connector":"postgresql","name":"crm",
                 "schema":"public","table":"customers","lsn":24023128},"op":"u","ts_ms":1705314600123}""".formatted(id);
    }

    private static Map<String, String> binary(String subject, String type) {
        return Map.of(
                "ce-specversion",
                "1.0",
                "ce-id",
                subject + type,
                "ce-source",
                "/crm",
                "ce-type",
                "contact." + type,
                "ce-subject",
                subject,
                "content-type",
                "application/json");
    }

    private static tools.jackson.databind.JsonNode json(String text) {
        return tools.jackson.databind.json.JsonMapper.shared().readTree(text);
    }

    private static RecordKey key(String id) {
        return new RecordKey("default", "contact", id);
    }

    /** Waits, because the state of a run is shown only if Temporal and its worker answer within a second. */
    private Answer statusOnceItsRunIs(String state, String id) {
        return await().atMost(SOON)
                .until(
                        () -> api.get("/v1/sync/status/" + id),
                        answer -> answer.at("/workflow/state").equals(state));
    }

    private static void awaitTold(String id, String what) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(SERVERS.signals.of(id)).contains(what));
    }

    private static WorkflowStub workflow(String id) {
        return SERVERS.temporalClient().newUntypedWorkflowStub(WorkflowIds.syncRecord("default", "contact", id));
    }

    private static String runId(String id) {
        return workflow(id).describe().getExecution().getRunId();
    }

    private static void startWithoutWorker(String id) {
        SERVERS.temporalClient()
                .newUntypedWorkflowStub(
                        SyncRecord.TYPE,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(WorkflowIds.syncRecord("default", "contact", id))
                                .setTaskQueue("nobody-polls")
                                .build())
                .start(SyncRecordInput.of("default", "contact", id));
    }

    private Store store() {
        return starter.bean(Store.class);
    }

    private Parking parking() {
        return new Parking(store());
    }
}
