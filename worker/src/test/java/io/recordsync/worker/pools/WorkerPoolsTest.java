package io.recordsync.worker.pools;

import static io.recordsync.worker.WorkerFixture.HUBSPOT;
import static io.recordsync.worker.WorkerFixture.SALESFORCE;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.simulator.store.JournalEntry;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.worker.WorkerProcess;
import io.recordsync.workflows.Changed;
import io.recordsync.workflows.DeadLetterActivities;
import io.recordsync.workflows.Messages;
import io.recordsync.workflows.ParkedNotice;
import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.SearchAttributes;
import io.recordsync.workflows.SyncRecord;
import io.recordsync.workflows.SyncRecordInput;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The complete delivery of a change, from the ledger to the systems. */
@Timeout(60)
class WorkerPoolsTest {

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture();

    private final TestWorkflowEnvironment temporal =
            TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setUseTimeskipping(false)
                    .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                            .setDataConverter(Messages.converter(List.of()))
                            .build())
                    .registerSearchAttribute(
                            SearchAttributes.SYNC_STATUS.getName(), SearchAttributes.SYNC_STATUS.getValueType())
                    .registerSearchAttribute(
                            SearchAttributes.SYNC_FAILED_SYSTEMS.getName(),
                            SearchAttributes.SYNC_FAILED_SYSTEMS.getValueType())
                    .build());
    private final List<ParkedNotice> deadLetters = new CopyOnWriteArrayList<>();
    private final SystemPolling polling = new SystemPolling();
    private WorkerProcess process;
    private WorkerPools pools;

    @BeforeEach
    void startPools() {
        process = fixture.newProcess(fixture.options().withPolling(polling));
        pools = new WorkerPools(temporal.getWorkflowClient(), Duration.ofSeconds(10));
        pools.addWorkflows(process.routing());
        process.connectors()
                .values()
                .forEach(one -> pools.addSystem(
                        one,
                        process.deliveries(),
                        process.chunks(),
                        process.systems(),
                        process.reading(),
                        process.pushes(),
                        20,
                        polling));
        pools.start();
        temporal.newWorker(TaskQueues.STARTER)
                .registerActivitiesImplementations((DeadLetterActivities) deadLetters::add);
        temporal.start();
    }

    @AfterEach
    void stopPools() {
        pools.stop();
        temporal.close();
    }

    @Test
    void aChangeReachesBothOfItsSystems() {
        long revision = fixture.change("A1", "vendor", 1);

        changed("A1", revision).getResult(Void.class);

        assertThat(WorkerFixture.firstNameAt(fixture.salesforce(), "A1")).isEqualTo(WorkerFixture.firstName(1));
        assertThat(WorkerFixture.firstNameAt(fixture.hubspot(), "A1")).isEqualTo(WorkerFixture.firstName(1));
        assertThat(fixture.outcomes("A1", SALESFORCE)).containsExactly("applied");
        assertThat(fixture.outcomes("A1", HUBSPOT)).containsExactly("applied");
    }

    @Test
    void fiftyUpdatesDuringAnOutageCostOneOrTwoCallsAfterwards() {
        fixture.salesforce().outage(true);
        for (int version = 1; version <= 50; version++) {
            changed("A1", fixture.change("A1", "lead", version));
        }
        await().atMost(1, MINUTES)
                .until(() -> !fixture.store().circuits().open().isEmpty());

        fixture.salesforce().outage(false);
        workflow("A1").getResult(Void.class);

        assertThat(WorkerFixture.firstNameAt(fixture.salesforce(), "A1")).isEqualTo(WorkerFixture.firstName(50));
        assertThat(fixture.salesforce().store().journal().stream().filter(JournalEntry::isWrite))
                .hasSizeBetween(1, 2);
    }

    @Test
    void aChangeWaitsWhileTheDatabaseIsAway() {
        long revision = fixture.change("A1", "vendor", 1);
        fixture.database().goAway();
        WorkflowStub run = changed("A1", revision);
        await().atMost(1, MINUTES)
                .until(() -> !fixture.logs().linesWith("the route waits").isEmpty());

        fixture.database().comeBack();
        run.getResult(Void.class);

        assertThat(fixture.salesforce().store().creates("A1")).isOne();
        assertThat(fixture.hubspot().store().creates("A1")).isOne();
    }

    @Test
    void aRecordThatIsRefusedParksVisiblyAloneAndSettlesByARetry() {
        fixture.hubspot().faults().refuse("bad");
        WorkflowStub bad = changed("bad", fixture.change("bad", "customer", 1));
        changed("good", fixture.change("good", "customer", 1)).getResult(Void.class);
        await().atMost(1, MINUTES).until(() -> !deadLetters.isEmpty());

        var parked = fixture.row("bad", HUBSPOT);
        assertThat(parked.state()).isEqualTo(DeliveryState.PARKED);
        assertThat(fixture.outcomes("bad", HUBSPOT)).containsExactly("parked");
        assertThat(bad.describe().getTypedSearchAttributes().get(SearchAttributes.SYNC_STATUS))
                .isEqualTo(SearchAttributes.FAILED);
        assertThat(bad.describe().getTypedSearchAttributes().get(SearchAttributes.SYNC_FAILED_SYSTEMS))
                .containsExactly(HUBSPOT);
        String errorId = parked.error().orElseThrow().errorId();
        assertThat(bad.query("__temporal_workflow_metadata", WorkflowMetadata.class)
                        .getCurrentDetails())
                .contains("**hubspot**: PARKED at revision 1", errorId, "It waits for a person or a newer change.");
        assertThat(deadLetters)
                .singleElement()
                .satisfies(notice -> assertThat(notice.failure().errorId()).isEqualTo(errorId));

        fixture.hubspot().faults().accept("bad");
        bad.signal("retry");
        bad.getResult(Void.class);

        assertThat(fixture.outcomes("bad", HUBSPOT)).containsExactly("applied");
        assertThat(bad.describe().getTypedSearchAttributes().containsKey(SearchAttributes.SYNC_STATUS))
                .isFalse();
        assertThat(history("bad")).contains("bad").doesNotContain(WorkerFixture.NAME, "zzmail", "650253");
    }

    @Test
    void stoppingWaitsForWhatIsUnderWay() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        fixture.hubspot().beforeEach(request -> {
            asked.countDown();
            hold(answer);
        });
        changed("A1", fixture.change("A1", "customer", 1));
        assertThat(asked.await(1, MINUTES)).isTrue();

        try (ExecutorService stopper = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> stopping = stopper.submit(() -> pools.stop());
            await().atMost(1, MINUTES).until(() -> !pools.isRunning());
            assertThat(stopping).isNotDone();

            answer.countDown();
            stopping.get(1, MINUTES);
        }

        assertThat(fixture.outcomes("A1", HUBSPOT)).containsExactly("applied");
        assertThat(fixture.logs().linesWith("some work had not ended")).isEmpty();
    }

    @Test
    void pollingThatIsSuspendedDoesNotHoldUpStopping() {
        fixture.salesforce().outage(true);
        changed("A1", fixture.change("A1", "lead", 1));
        await().atMost(1, MINUTES)
                .until(() -> !fixture.store().circuits().open().isEmpty());

        pools.stop();

        assertThat(fixture.logs().linesWith("some work had not ended")).isEmpty();
        assertThat(pools.isRunning()).isFalse();
    }

    private WorkflowStub changed(String id, long revision) {
        WorkflowStub run = temporal.getWorkflowClient()
                .newUntypedWorkflowStub(
                        SyncRecord.TYPE,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(workflowId(id))
                                .setTaskQueue(TaskQueues.RECORDSYNC)
                                .build());
        run.signalWithStart("changed", new Object[] {new Changed(revision, Priorities.LIVE)}, new Object[] {
            SyncRecordInput.of("default", "contact", id)
        });
        return run;
    }

    private WorkflowStub workflow(String id) {
        return temporal.getWorkflowClient().newUntypedWorkflowStub(workflowId(id));
    }

    private String history(String id) {
        return temporal.getWorkflowClient().fetchHistory(workflowId(id)).toProtoText(true);
    }

    private static String workflowId(String id) {
        return WorkflowIds.syncRecord("default", "contact", id);
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
