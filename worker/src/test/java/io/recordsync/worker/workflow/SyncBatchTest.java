package io.recordsync.worker.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.workflows.ChunkActivities;
import io.recordsync.workflows.DeliverAllRequest;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.HandOverActivities;
import io.recordsync.workflows.HandOverRequest;
import io.recordsync.workflows.HandedOver;
import io.recordsync.workflows.RouteAllRequest;
import io.recordsync.workflows.RouteAllResult;
import io.recordsync.workflows.RouteAllResult.Part;
import io.recordsync.workflows.RouteRequest;
import io.recordsync.workflows.RouteResult;
import io.recordsync.workflows.RoutingActivities;
import io.recordsync.workflows.SkipRequest;
import io.recordsync.workflows.StatusOf;
import io.recordsync.workflows.SyncBatch;
import io.recordsync.workflows.SyncBatchInput;
import io.recordsync.workflows.SyncBatchStatus;
import io.recordsync.workflows.TaskQueues;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SyncBatchTest {

    private static final String WORKFLOW = "batch/events/0/1-3";
    private static final String SALESFORCE = "salesforce";
    private static final String HUBSPOT = "hubspot";

    private final TestWorkflowEnvironment temporal = Harness.newEnvironment();
    private final Script script = new Script();

    @BeforeEach
    void start() {
        Worker workflows = temporal.newWorker(TaskQueues.RECORDSYNC);
        workflows.registerWorkflowImplementationTypes(SyncBatchImpl.class);
        workflows.registerActivitiesImplementations(script);
        for (String queue :
                List.of(TaskQueues.ofSystem(SALESFORCE), TaskQueues.ofSystem(HUBSPOT), TaskQueues.STARTER)) {
            temporal.newWorker(queue).registerActivitiesImplementations(script);
        }
        temporal.start();
    }

    @AfterEach
    void stop() {
        temporal.close();
    }

    @Test
    void eachSystemGetsItsPartInOneCall() {
        script.route = route(List.of(new Part(SALESFORCE, List.of("A1", "A2")), new Part(HUBSPOT, List.of("A3"))));

        SyncBatchStatus status = run("A1", "A2", "A3");

        assertThat(script.delivered).hasSize(2);
        assertThat(status.records()).isEqualTo(3);
        assertThat(status.systems())
                .containsExactlyInAnyOrder(
                        new SyncBatchStatus.OfSystem(SALESFORCE, 2, 2), new SyncBatchStatus.OfSystem(HUBSPOT, 1, 1));
        assertThat(script.handedOver).isEmpty();
    }

    @Test
    void whatGoesOnByItselfIsHandedOverWithItsReason() {
        script.route = new RouteAllResult(
                List.of(new Part(HUBSPOT, List.of("A1", "A2"))),
                List.of(new HandedOver("A3", HUBSPOT, "PARKED")),
                ScriptedSystems.TIMES);
        HandedOver refused = new HandedOver("A2", HUBSPOT, "VALIDATION_ERROR");
        script.results.add(new DeliverAllResult(1, List.of(refused), List.of(), Duration.ZERO));

        SyncBatchStatus status = run("A1", "A2", "A3");

        assertThat(script.handedOver)
                .extracting(HandOverRequest::recordIds)
                .containsExactly(List.of("A3"), List.of("A2"));
        assertThat(status.handedOver()).contains(refused);
        assertThat(status.systems()).containsExactly(new SyncBatchStatus.OfSystem(HUBSPOT, 2, 1));
        assertThat(statusOf("A1").asked()).containsExactly(new SyncBatchStatus.OfRecord(HUBSPOT, "settled"));
        assertThat(statusOf("A2").asked()).containsExactly(new SyncBatchStatus.OfRecord(HUBSPOT, "VALIDATION_ERROR"));
        assertThat(statusOf("A4").asked()).isEmpty();
    }

    @Test
    void whatWaitsIsTriedAgainByTheSameOwnerAfterThePause() {
        script.route = route(List.of(new Part(HUBSPOT, List.of("A1", "A2"))));
        script.results.add(new DeliverAllResult(1, List.of(), List.of("A2"), Duration.ofMinutes(10)));
        long before = temporal.currentTimeMillis();

        run("A1", "A2");

        assertThat(script.delivered)
                .extracting(DeliverAllRequest::recordIds)
                .containsExactly(List.of("A1", "A2"), List.of("A2"));
        assertThat(script.delivered)
                .extracting(DeliverAllRequest::owner)
                .containsOnly(script.delivered.getFirst().owner());
        assertThat(Duration.ofMillis(temporal.currentTimeMillis() - before)).isGreaterThan(Duration.ofMinutes(9));
    }

    @Test
    void oneSystemsOutageDelaysNoOther() {
        script.route = route(List.of(new Part(SALESFORCE, List.of("A1")), new Part(HUBSPOT, List.of("A1"))));
        script.waitsAt = SALESFORCE;

        SyncBatchStatus status = run("A1");

        assertThat(status.systems()).allMatch(system -> system.settled() == 1);
        assertThat(script.delivered.stream().filter(one -> one.system().equals(HUBSPOT)))
                .hasSize(1);
    }

    private static RouteAllResult route(List<Part> parts) {
        return new RouteAllResult(parts, List.of(), ScriptedSystems.TIMES);
    }

    private SyncBatchStatus run(String... recordIds) {
        WorkflowStub run = temporal.getWorkflowClient()
                .newUntypedWorkflowStub(
                        SyncBatch.TYPE,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(WORKFLOW)
                                .setTaskQueue(TaskQueues.RECORDSYNC)
                                .build());
        run.start(new SyncBatchInput("default", "contact", List.of(recordIds)));
        run.getResult(Void.class);
        return run.query("status", SyncBatchStatus.class);
    }

    private SyncBatchStatus statusOf(String recordId) {
        return temporal.getWorkflowClient()
                .newUntypedWorkflowStub(WORKFLOW)
                .query("status", SyncBatchStatus.class, new StatusOf(recordId));
    }

    /** Stands for the ledger, the systems and the starter. */
    private static final class Script implements RoutingActivities, ChunkActivities, HandOverActivities {

        private volatile RouteAllResult route = SyncBatchTest.route(List.of());
        private volatile String waitsAt = "";
        private final Deque<DeliverAllResult> results = new ArrayDeque<>();
        private final List<DeliverAllRequest> delivered = new CopyOnWriteArrayList<>();
        private final List<HandOverRequest> handedOver = new CopyOnWriteArrayList<>();

        @Override
        public RouteAllResult routeAll(RouteAllRequest request) {
            return route;
        }

        @Override
        public synchronized DeliverAllResult deliverAll(DeliverAllRequest request) {
            delivered.add(request);
            if (request.system().equals(waitsAt)) {
                waitsAt = "";
                return new DeliverAllResult(0, List.of(), request.recordIds(), Duration.ofHours(1));
            }
            return results.isEmpty()
                    ? new DeliverAllResult(request.recordIds().size(), List.of(), List.of(), Duration.ZERO)
                    : results.remove();
        }

        @Override
        public void handOver(HandOverRequest request) {
            handedOver.add(request);
        }

        @Override
        public RouteResult route(RouteRequest request) {
            throw new AssertionError("a chunk routes all at once");
        }

        @Override
        public void skip(SkipRequest request) {
            throw new AssertionError("a chunk skips nothing");
        }
    }
}
