package io.recordsync.devstack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.devstack.ChildProcesses.Child;
import io.recordsync.simulator.faults.Fault;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.vendor.Simulator;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.process.CircuitStore.OpenCircuit;
import io.recordsync.store.status.RecordStatus;
import io.recordsync.workflows.Skip;
import io.recordsync.workflows.WorkflowIds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Creates a release's {@link ReleaseFixture}: it brings an installation of the present code into a situation in which
 * every state of a delivery exists, kills its worker, and saves the result. Run it once with each release's own code
 * just before the release, and keep the zips of the earlier releases:
 *
 * <pre>
 * ./mvnw -pl devstack -am test -Dtest=ReleaseRecording -Drecord.release=v2 \
 *     -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>The first recording, v1, was made with commit 9a31895. That commit did not have this class, so this class,
 * {@link ReleaseFixture} and {@link LedgerDump} were added to its files.
 */
@EnabledIfSystemProperty(named = "record.release", matches = "v[0-9]+")
class ReleaseRecording {

    static final int LEADS = 495;
    static final int CUSTOMERS = 495;

    /** Records that their system always refuses. */
    static final List<String> REFUSED = Stream.of(
                    ids("REFUSED-LEAD-", 3),
                    ids("REFUSED-CUSTOMER-", 3),
                    ids("REFUSED-IN-CHUNK-", 3),
                    List.of("BOTH-1"))
            .flatMap(List::stream)
            .toList();

    private static final Duration SOON = Duration.ofMinutes(3);

    /**
     * Longer than the steps after the first call that hangs, so that the calls are still open when the worker is
     * killed.
     */
    private static final Duration HANG = Duration.ofMinutes(1);

    /** A temporary error. When it occurs once more than there are retries, the delivery is parked and retried later. */
    private static final Fault LOCKED = new Fault.Scripted(ApiReply.json(
            400, List.of(Map.of("errorCode", "UNABLE_TO_LOCK_ROW", "message", "unable to obtain exclusive access"))));

    private static final Map<String, String> SETTINGS = Map.of(
            "HTTP_TIMEOUT", "60s",
            "HTTP_MAX_RETRIES", "1",
            "SYNC_LATE_WRITE_GRACE", "10s",
            "SYNC_PARK_TIME", "36500d");

    private Installation installation;
    private Simulator salesforce;
    private Simulator hubspot;
    private Child worker;
    private Child starter;
    private int sent;

    @Test
    void record(@TempDir Path folder) {
        installation = Installation.start(folder, ReleaseFixture.simulators(folder), SETTINGS);
        String ledger;
        try {
            salesforce = installation.simulators().salesforce();
            hubspot = installation.simulators().hubspot();
            worker = installation.startWorker("worker");
            starter = installation.startStarter("starter");
            settleMany();
            parkSome();
            leaveSalesforceDown();
            leaveCallsOpenAndTheAccountRefused();
            worker.kill();
            acceptWithoutAWorker();
            assertThatAllIsThere();
            ledger = LedgerDump.write(installation.database());
        } finally {
            installation.close();
        }
        ReleaseFixture.of(System.getProperty("record.release")).keep(ledger, folder);
    }

    /** Delivers and deletes records, most of them in chunks. One chunk has refused rows, which it hands over. */
    private void settleMany() {
        REFUSED.forEach(salesforce.faults()::refuse);
        REFUSED.forEach(hubspot.faults()::refuse);
        salesforce.faults().accept("BOTH-1");
        hubspot.faults().accept("BOTH-1");
        flood("create", ids("LEAD-", LEADS), "lead", 1);
        flood("create", ids("REFUSED-IN-CHUNK-", 3), "lead", 1);
        flood("create", ids("CUSTOMER-", CUSTOMERS), "customer", 1);
        settle();
        flood("delete", ids("LEAD-", 10), "lead", 2);
        flood("delete", ids("CUSTOMER-", 10), "customer", 2);
        settle();
    }

    /**
     * Parks records permanently, at one system and at two; skips one; parks one that then moved to another system; and
     * parks some for a temporary error.
     */
    private void parkSome() {
        ids("REFUSED-LEAD-", 3).forEach(id -> send("create", id, "lead", 1));
        ids("REFUSED-CUSTOMER-", 3).forEach(id -> send("create", id, "customer", 1));
        salesforce.faults().refuse("SKIPPED-1");
        send("create", "SKIPPED-1", "lead", 1);
        send("create", "BOTH-1", "lead", 1);
        settle();
        installation.temporal().newUntypedWorkflowStub(workflow("SKIPPED-1")).signal("skip", Skip.ALL);
        await("skipped", () -> isAt("SKIPPED-1", "salesforce", DeliveryState.SKIPPED));
        send("update", "BOTH-1", "customer", 2);
        settle();
        salesforce.faults().refuse("BOTH-1");
        hubspot.faults().refuse("BOTH-1");
        send("update", "BOTH-1", "customer", 3);
        settle();
        for (String id : ids("SLOW-", 2)) {
            salesforce.faults().queue(LOCKED, LOCKED);
            send("create", id, "lead", 1);
            await(id + " parked", () -> isAt(id, "salesforce", DeliveryState.PARKED));
        }
    }

    /**
     * Leaves deliveries that are in doubt, that wait for the next attempt, that wait for an open circuit (as single
     * records and in a chunk), and one that became unrouted before it was delivered.
     */
    private void leaveSalesforceDown() {
        salesforce.faults().queue(new Fault.LostReply(true));
        send("create", "DOUBT-1", "lead", 1);
        await("the write whose reply was lost", () -> salesforce.store().creates("DOUBT-1") == 1);
        salesforce.outage(true);
        ids(11, 16, "LEAD-").forEach(id -> send("update", id, "lead", 2));
        await("Salesforce's circuit open", () -> isOpen("salesforce"));
        send("create", "MOVED-1", "lead", 1);
        await("due at Salesforce", () -> isAt("MOVED-1", "salesforce", DeliveryState.DUE));
        send("update", "MOVED-1", "customer", 2);
        await("moved to HubSpot", () -> isAt("MOVED-1", "hubspot", DeliveryState.DELIVERED));
        await("no longer due", () -> isAt("MOVED-1", "salesforce", DeliveryState.UNROUTED));
        flood("update", ids(101, 160, "LEAD-"), "lead", 2);
        await("a chunk that waits", () -> dueAt("salesforce") >= 66 && openChunks() > 0);
    }

    /**
     * Leaves calls without an answer, of which one has taken effect, and a record that changed during its call. Then
     * HubSpot refuses all further calls.
     */
    private void leaveCallsOpenAndTheAccountRefused() {
        hubspot.faults().queue(new Fault.LateWrite(Duration.ofMillis(50), HANG));
        send("create", "OPEN-CALL-1", "customer", 1);
        await("the write that is not answered", () -> hubspot.store().creates("OPEN-CALL-1") == 1);
        long calls = hubspot.counts().calls();
        hubspot.faults().queue(new Fault.Hang(HANG));
        send("create", "OPEN-CALL-2", "customer", 1);
        await("the call that hangs", () -> hubspot.counts().calls() > calls);
        send("update", "OPEN-CALL-2", "customer", 2);
        long chunks = openChunks();
        hubspot.rotateSecret("another-secret");
        flood("update", ids(101, 160, "CUSTOMER-"), "customer", 2);
        await("HubSpot's account refused", () -> isOpen("hubspot"));
        await("a second chunk that waits", () -> dueAt("hubspot") >= 62 && openChunks() > chunks);
    }

    /** Leaves workflows whose first task no worker has taken. */
    private void acceptWithoutAWorker() {
        for (String id : ids("UNSTARTED-", 4)) {
            send("create", id, "customer", 1);
            await("accepted", () -> installation.known(id).isPresent());
        }
        starter.stop(SOON);
    }

    private void assertThatAllIsThere() {
        JdbcClient ledger = JdbcClient.create(installation.database());
        assertThat(count(ledger, "select count(*) from image")).isGreaterThanOrEqualTo(1000);
        assertThat(ledger.sql("select distinct state from delivery")
                        .query(String.class)
                        .set())
                .containsAll(Set.of("due", "delivered", "deleted", "parked", "skipped", "unrouted"));
        assertThat(List.of(
                        count(ledger, "select count(*) from delivery where lease_owner is not null"),
                        count(ledger, "select count(*) from delivery where in_doubt"),
                        count(ledger, "select count(*) from delivery where next_attempt_at is not null"),
                        count(ledger, "select count(*) from image where routed_revision < revision"),
                        count(ledger, "select count(*) from open_circuit where tenant = '*'"),
                        count(ledger, "select count(*) from open_circuit where tenant <> '*'"),
                        openChunks()))
                .as("leased, in doubt, to be tried again, not routed, circuits of a system and of an account, chunks")
                .allMatch(count -> count > 0);
    }

    private static long count(JdbcClient ledger, String query) {
        return ledger.sql(query).query(Long.class).single();
    }

    static List<String> ids(String prefix, int count) {
        return ids(1, count, prefix);
    }

    private static List<String> ids(int first, int last, String prefix) {
        return IntStream.rangeClosed(first, last).mapToObj(n -> prefix + n).toList();
    }

    private void flood(String operation, List<String> ids, String type, int version) {
        ids.forEach(id -> installation.sendSoon(id, Contacts.event(operation, id, type, version)));
        sent += ids.size();
    }

    private void send(String operation, String id, String type, int version) {
        installation.send(id, Contacts.event(operation, id, type, version));
        sent++;
    }

    private void settle() {
        installation.awaitSettled(sent, SOON);
    }

    private void await(String what, BooleanSupplier happened) {
        installation.await(what, SOON, happened);
    }

    private boolean isAt(String id, String system, DeliveryState state) {
        return installation.known(id).map(RecordStatus::deliveries).stream()
                .flatMap(List::stream)
                .anyMatch(delivery -> delivery.system().equals(system) && delivery.state() == state);
    }

    private boolean isOpen(String system) {
        return installation.store().circuits().open().stream()
                .map(OpenCircuit::system)
                .anyMatch(system::equals);
    }

    private long dueAt(String system) {
        return JdbcClient.create(installation.database())
                .sql("select count(*) from delivery where system = :system and settled_revision < due_revision")
                .param("system", system)
                .query(Long.class)
                .single();
    }

    private long openChunks() {
        return installation
                .temporal()
                .listExecutions("WorkflowType='SyncBatch' and ExecutionStatus='Running'")
                .count();
    }

    private static String workflow(String id) {
        return WorkflowIds.syncRecord("default", "contact", id);
    }
}
