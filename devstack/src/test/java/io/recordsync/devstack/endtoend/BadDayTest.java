package io.recordsync.devstack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.devstack.ChildProcesses.Child;
import io.recordsync.devstack.DataFolder;
import io.recordsync.devstack.Progress;
import io.recordsync.devstack.TemporalServer;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.salesforce.SalesforceSystem;
import io.recordsync.simulator.store.JournalEntry;
import io.recordsync.simulator.vendor.Simulator;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.status.RecordStatus;
import io.recordsync.store.status.RecordStatus.Delivery;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowExecutionMetadata;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees when a system is down, when a secret has expired, and when a system refuses a record. */
@TestInstance(Lifecycle.PER_CLASS)
class BadDayTest {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration PARK_TIME = Duration.ofSeconds(20);

    /** The length of the outage: ten seconds in {@code verify}, a minute with {@code -Psoak}. */
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("outage.seconds", 10));

    private Installation installation;
    private Simulator salesforce;
    private Simulator hubspot;
    private Child starter;
    private int sent;

    @BeforeAll
    void start(@TempDir Path folder) {
        installation = Installation.start(
                folder, SimulatorsOptions.defaults(), Map.of("SYNC_PARK_TIME", PARK_TIME.toSeconds() + "s"));
        salesforce = installation.simulators().salesforce();
        hubspot = installation.simulators().hubspot();
        installation.startWorker("worker");
        starter = installation.startStarter("starter");
    }

    @AfterAll
    void stop() {
        installation.closeAtRest();
    }

    @Test
    void aSystemThatIsDownCostsNothingAndHoldsUpNobody() {
        send(Contacts.event("create", "WARM-S", "lead", 1), Contacts.event("create", "WARM-H", "customer", 1));
        installation.awaitSettled(sent, SOON);
        long callsBefore = salesforce.counts().calls();
        long parkedBefore = parked();

        salesforce.outage(true);
        List<String> leads = ids("LEAD", 40);
        List<String> customers = ids("CUSTOMER", 40);
        long begun = System.nanoTime();
        leads.forEach(id -> send(Contacts.event("create", id, "lead", 1)));
        customers.forEach(id -> send(Contacts.event("create", id, "customer", 1)));
        installation.await(
                "the other system's deliveries", SOON, () -> customers.stream().allMatch(this::isDelivered));
        waitUntil(begun, OUTAGE);
        long attempted = salesforce.counts().calls() - callsBefore;
        List<Integer> attempts =
                leads.stream().map(id -> delivery(id).attempts()).toList();
        List<String> open = installation.store().circuits().open().stream()
                .map(one -> one.system())
                .toList();
        salesforce.outage(false);

        assertThat(open).containsExactly("salesforce");
        assertThat(attempts).allMatch(charged -> charged <= 1);
        assertThat(attempted)
                .as("calls: those under way as it failed, then a probe in five seconds")
                .isLessThanOrEqualTo(leads.size() + OUTAGE.toSeconds() / 5 + 1);
        installation.awaitSettled(sent, SOON);
        assertThat(leads).allMatch(this::isDelivered);
        assertThat(parked()).isEqualTo(parkedBefore);
        assertThat(installation.store().circuits().open()).isEmpty();
    }

    @Test
    void anExpiredSecretParksNothingAndAlertsOnce() {
        send(Contacts.event("create", "SECRET-0", "lead", 1));
        installation.awaitSettled(sent, SOON);

        long parkedBefore = parked();
        salesforce.rotateSecret("another-secret");
        salesforce.expireTokens();
        List<String> leads = ids("SECRET", 10);
        leads.forEach(id -> send(Contacts.event("update", id, "lead", 2)));
        installation.await(
                "the account's circuit open",
                SOON,
                () -> !installation.store().circuits().open().isEmpty());
        salesforce.rotateSecret(SalesforceSystem.CLIENT.clientSecret());

        installation.awaitSettled(sent, Duration.ofSeconds(90));
        assertThat(parked()).isEqualTo(parkedBefore);
        assertThat(leads).allMatch(this::isDelivered);
        assertThat(installation.logs().lines().filter(line -> line.contains("ALERT") && line.contains("refused")))
                .hasSize(1);
    }

    @Test
    void aRecordThatItsSystemRefusesParksAloneAndIsMendedBySignal() throws Exception {
        salesforce.faults().refuse("REFUSED-1");
        send(Contacts.event("create", "GOOD-1", "lead", 1));
        send(Contacts.event("create", "REFUSED-1", "lead", 1));
        send("this is no event");
        send(Contacts.event("create", "GOOD-2", "lead", 1));
        installation.awaitSettled(sent, SOON);

        assertThat(List.of("GOOD-1", "GOOD-2")).allMatch(this::isDelivered);
        assertThat(delivery("REFUSED-1").state()).isEqualTo(DeliveryState.PARKED);
        installation.await("found as failed", SOON, () -> failedWorkflows().contains(workflow("REFUSED-1")));

        salesforce.faults().accept("REFUSED-1");
        temporal("workflow", "signal", "--workflow-id", workflow("REFUSED-1"), "--name", "retry");

        installation.await("delivered after the signal", SOON, () -> isDelivered("REFUSED-1"));
        installation.await("no longer failed", SOON, () -> !failedWorkflows().contains(workflow("REFUSED-1")));
    }

    @Test
    void parkedRecordsWhoseRunsHaveEndedAreMendedByRestAndBySignalWithStart() throws Exception {
        List<String> ended = List.of("ENDED-1", "ENDED-2");
        ended.forEach(salesforce.faults()::refuse);
        ended.forEach(id -> send(Contacts.event("create", id, "lead", 1)));
        installation.awaitSettled(sent, SOON);
        installation.await(
                "their runs ended as failed",
                PARK_TIME.plus(SOON),
                () -> ended.stream().allMatch(this::hasFailed));
        assertThat(ended).allMatch(id -> delivery(id).state() == DeliveryState.PARKED);

        ended.forEach(salesforce.faults()::accept);
        assertThat(post("/v1/sync/retry/ENDED-1")).isBetween(200, 202);
        temporal(
                "workflow",
                "signal-with-start",
                "--workflow-id",
                workflow("ENDED-2"),
                "--type",
                "SyncRecord",
                "--task-queue",
                "recordsync",
                "--input",
                """
                {"tenant":"default","entity":"contact","recordId":"ENDED-2"}""",
                "--signal-name",
                "retry");

        installation.await("delivered when asked", SOON, () -> ended.stream().allMatch(this::isDelivered));
    }

    @Test
    void fiftyUpdatesDuringAnOutageAreOneOrTwoCallsAfterIt() {
        send(Contacts.event("create", "BUSY-1", "customer", 1));
        installation.awaitSettled(sent, SOON);
        hubspot.outage(true);
        for (int version = 2; version <= 51; version++) {
            send(Contacts.event("update", "BUSY-1", "customer", version));
        }
        installation.await(
                "all accepted",
                SOON,
                () -> installation
                        .known("BUSY-1")
                        .filter(status -> status.revision() == 51)
                        .isPresent());
        hubspot.outage(false);

        installation.awaitSettled(sent, SOON);

        List<JournalEntry> writes = hubspot.store().journal().stream()
                .filter(entry -> entry.externalId().equals("BUSY-1") && entry.isWrite())
                .toList();
        assertThat(writes).hasSizeBetween(2, 3);
        assertThat(writes.getLast().content()).containsEntry("phone", Contacts.phone(51));
    }

    private void send(String... messages) {
        for (String message : messages) {
            installation.send("any", message);
            sent++;
        }
    }

    private static List<String> ids(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(n -> prefix + "-" + n).toList();
    }

    private boolean isDelivered(String id) {
        return installation.known(id).filter(BadDayTest::isDelivered).isPresent();
    }

    private static boolean isDelivered(RecordStatus status) {
        return status.deliveries().stream()
                .anyMatch(one -> one.state() == DeliveryState.DELIVERED && one.settledRevision() == status.revision());
    }

    private Delivery delivery(String id) {
        return installation.status(id).deliveries().getFirst();
    }

    private static String workflow(String id) {
        return WorkflowIds.syncRecord("default", "contact", id);
    }

    private List<String> failedWorkflows() {
        return installation
                .temporal()
                .listExecutions("SyncStatus=\"failed\"")
                .map(WorkflowExecutionMetadata::getExecution)
                .map(execution -> execution.getWorkflowId())
                .toList();
    }

    private boolean hasFailed(String id) {
        WorkflowExecutionStatus status = installation
                .temporal()
                .newUntypedWorkflowStub(workflow(id))
                .describe()
                .getStatus();
        return status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED;
    }

    private long parked() {
        return installation.store().ledger().outcomes().parked();
    }

    /** Runs the {@code temporal} command, as a person types it. */
    private void temporal(String... arguments) throws IOException, InterruptedException {
        Path binary =
                TemporalServer.findBinary(DataFolder.tools(), Progress.silent()).orElseThrow();
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--address", installation.servers().temporalAddress()));
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    private int post(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(Installation.api(starter) + path))
                    .POST(BodyPublishers.noBody())
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    private static void waitUntil(long begun, Duration length) {
        while (System.nanoTime() - begun < length.toNanos()) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
