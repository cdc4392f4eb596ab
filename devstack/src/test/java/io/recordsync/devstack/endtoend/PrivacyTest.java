package io.recordsync.devstack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import io.recordsync.devstack.ChildProcesses.Child;
import io.recordsync.simulator.SimulatorsOptions;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Unique values are sent through everything that can happen to a record, and then searched for in all places where they
 * must not be.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PrivacyTest {

    private static final String NAME = "Zuzanna Marker";
    private static final String MAIL = "zuzanna.marker@example.com";
    private static final String PHONE = "2025550143";
    private static final List<String> MARKERS =
            List.of("Zuzanna", "zuzanna", "Marker", PHONE, "recordsync-secret", "pat-na1-recordsync");
    private static final Pattern BASE64_DATA = Pattern.compile("\"data\": \"([A-Za-z0-9+/=]+)\"");

    private Installation installation;
    private Child starter;

    @BeforeAll
    void sendTheMarkersThroughEverything(@TempDir Path folder) {
        installation = Installation.start(folder, SimulatorsOptions.defaults(), Map.of("LOG_LEVEL", "debug"));
        installation.simulators().salesforce().faults().refuse("M-2");
        starter = installation.startStarter("starter");
        Child worker = installation.startWorker("worker");
        installation.send("M-1", event("M-1", "lead", MAIL));
        installation.send("M-2", event("M-2", "lead", "2." + MAIL));
        installation.send("M-3", event("M-3", "customer", "3." + MAIL));
        installation.send("M-4", event("M-4", "customer", "not-a-mail-address-of-" + NAME));
        installation.send(
                "M-5",
                "{\"record\":\"contacts\",\"operation\":\"destroy\",\"item\":{\"id\":\"M-5\",\"name\":\"" + NAME
                        + "\"}}");
        installation.send("M-6", "{\"record\":\"contacts\",\"name\":\"" + NAME + "\",");
        installation.awaitSettled(6, Duration.ofSeconds(60));
        installation.simulators().hubspot().outage(true);
        installation.send("M-3", event("M-3", "customer", "4." + MAIL).replace("00:01", "00:02"));
        installation.await(
                "an attempt that failed",
                Duration.ofSeconds(30),
                () -> installation.status("M-3").deliveries().stream()
                        .anyMatch(delivery -> delivery.error().isPresent()));
        installation.simulators().hubspot().outage(false);
        installation.awaitSettled(7, Duration.ofSeconds(60));
        assertThat(worker.isAlive()).isTrue();
    }

    @AfterAll
    void stop() {
        installation.closeAtRest();
    }

    @Test
    void theMarkersReachedTheSystems() {
        assertThat(installation.simulators().salesforce().store().all().toString())
                .contains(MAIL);
    }

    @Test
    void temporalHoldsNone() throws Exception {
        WorkflowClient temporal = installation.temporal();
        List<WorkflowExecutionMetadata> runs = temporal.listExecutions("").toList();
        assertThat(runs).hasSizeGreaterThanOrEqualTo(4);
        for (WorkflowExecutionMetadata run : runs) {
            StringBuilder all = new StringBuilder(describe(temporal, run));
            for (HistoryEvent event : temporal.fetchHistory(
                            run.getExecution().getWorkflowId(),
                            run.getExecution().getRunId())
                    .getEvents()) {
                all.append(readable(JsonFormat.printer().print(event)));
            }
            assertNoMarker(all.toString(), "Temporal's " + run.getExecution().getWorkflowId());
        }
    }

    @Test
    void noLogHoldsAny() {
        String logs = installation.logs();

        assertThat(logs).contains("M-2");
        assertNoMarker(logs, "the logs");
    }

    @Test
    void noAnswerOfTheApiHoldsAny() throws Exception {
        for (String path : List.of(
                "/v1/sync/status/M-1",
                "/v1/sync/status/M-2",
                "/v1/sync/status?state=parked",
                "/v1/sync/status",
                "/actuator/prometheus")) {
            assertNoMarker(Installation.get(Installation.api(starter) + path), path);
        }
    }

    private String describe(WorkflowClient temporal, WorkflowExecutionMetadata run) throws Exception {
        return readable(JsonFormat.printer()
                .print(temporal.getWorkflowServiceStubs()
                        .blockingStub()
                        .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                                .setNamespace(installation.servers().temporalNamespace())
                                .setExecution(run.getExecution())
                                .build())));
    }

    /** Decodes the payloads, which are printed in base64. */
    private static String readable(String json) {
        String decoded =
                BASE64_DATA.matcher(json).results().map(PrivacyTest::decode).collect(Collectors.joining("\n"));
        return json + decoded;
    }

    private static String decode(MatchResult data) {
        return new String(Base64.getDecoder().decode(data.group(1)), StandardCharsets.UTF_8);
    }

    private static void assertNoMarker(String text, String where) {
        List<String> found = MARKERS.stream().filter(text::contains).toList();
        assertThat(found).as("markers in %s", where).isEmpty();
    }

    private static String event(String id, String type, String mail) {
        return """
                {"record":"contacts","operation":"create","timestamp":"2026-01-20T10:00:01",
                 "item":{"id":"%s","name":"%s","email":"%s","phone":"+1-202-555-0143","contact":"%s",
                         "updated_at":"2026-01-20T10:00:01"}}
                """.formatted(id, NAME, mail, type);
    }
}
