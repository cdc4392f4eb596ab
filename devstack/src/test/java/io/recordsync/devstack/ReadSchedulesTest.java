package io.recordsync.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.connectors.SystemDescriptor.Intervals;
import io.recordsync.starter.reading.ReadSchedules;
import io.recordsync.starter.reading.ReaderPlan;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.reading.ReaderSettings;
import io.recordsync.store.reading.ReaderSettings.Decision;
import io.recordsync.workflows.Messages;
import io.recordsync.workflows.ReadChanges;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.ReadChangesStatus;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleListDescription;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The schedules of readers on the real server. */
@TestInstance(Lifecycle.PER_CLASS)
class ReadSchedulesTest {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Intervals HOURLY = new Intervals(HOUR, Duration.ofDays(1), HOUR);
    private static final LinkedBlockingQueue<ReadChangesInput> STARTED = new LinkedBlockingQueue<>();

    private TemporalServer server;
    private WorkflowServiceStubs stubs;
    private WorkflowClient workflows;
    private ReadSchedules schedules;
    private ScheduleClient client;
    private String tenant = "";
    private int tests;

    /** Notes what it is to read. */
    public static final class Noting implements ReadChanges {

        @Override
        public ReadChangesStatus read(ReadChangesInput input) {
            STARTED.add(input);
            return ReadChangesStatus.WAITING;
        }

        @Override
        public ReadChangesStatus status() {
            return ReadChangesStatus.WAITING;
        }
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        Optional<Path> binary = TemporalServer.findBinary(DataFolder.tools(), Progress.to(System.out));
        server = TemporalServer.start(folder, binary, Port.any(), Port.any());
        stubs = RunningServers.stubs(server.target());
        workflows = workflows(stubs);
        schedules = new ReadSchedules(workflows);
        client = ScheduleClient.newInstance(
                stubs,
                ScheduleClientOptions.newBuilder()
                        .setDataConverter(Messages.converter(List.of()))
                        .build());
    }

    private static WorkflowClient workflows(WorkflowServiceStubs stubs) {
        return WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(TemporalServer.NAMESPACE)
                        .setDataConverter(Messages.converter(List.of()))
                        .build());
    }

    /** The server's list of schedules lags, so that a test could meet those of another one. */
    @BeforeEach
    void startWithoutSchedules() {
        tests++;
        tenant = "tenant-" + tests;
    }

    @AfterAll
    void stop() {
        stubs.shutdownNow();
        server.close();
    }

    @Test
    void aReaderHasAScheduleThatStartsItsRuns() {
        schedules.keep(tenant, List.of(plan("salesforce")));

        Schedule schedule = described("salesforce").getSchedule();
        assertThat(schedule.getSpec().getIntervals())
                .singleElement()
                .satisfies(one -> assertThat(one.getEvery()).isEqualTo(HOUR));
        assertThat(schedule.getSpec().getJitter()).isEqualTo(Duration.ofMinutes(6));
        assertThat(schedule.getPolicy().getOverlap()).isEqualTo(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP);
        assertThat(schedule.getPolicy().getCatchupWindow()).isEqualTo(Duration.ofMinutes(1));
        assertThat(schedule.getState().isPaused()).isFalse();
        ScheduleActionStartWorkflow start = (ScheduleActionStartWorkflow) schedule.getAction();
        assertThat(start.getWorkflowType()).isEqualTo(ReadChanges.TYPE);
        assertThat(start.getOptions().getPriority().getPriorityKey()).isEqualTo(3);
        assertThat(start.getArguments().get(0, ReadChangesInput.class))
                .isEqualTo(ReadChangesInput.scheduled(tenant, "salesforce", "contact"));
        assertThat(schedules.next(key("salesforce"))).isPresent();
    }

    @Test
    void aScheduleThatIsAsItShouldBeIsLeftAlone() {
        schedules.keep(tenant, List.of(plan("salesforce"), paused("outreach")));
        schedules.keep(tenant, List.of(plan("salesforce"), paused("outreach")));

        assertThat(described("salesforce").getInfo().getLastUpdatedAt()).isNull();
        assertThat(described("outreach").getInfo().getLastUpdatedAt()).isNull();
    }

    @Test
    void whatAPersonSetsGoesBeforeTheRulesUntilItIsReset() {
        schedules.keep(tenant, List.of(plan("salesforce")));

        schedules.keep(tenant, List.of(set("salesforce", Duration.ofSeconds(20))));
        assertThat(every("salesforce")).isEqualTo(Duration.ofSeconds(20));
        assertThat(described("salesforce").getSchedule().getSpec().getJitter()).isEqualTo(Duration.ofSeconds(2));

        schedules.keep(tenant, List.of(plan("salesforce")));
        assertThat(every("salesforce")).isEqualTo(HOUR);
    }

    @Test
    void aPausedReaderHasAPausedScheduleWithTheReason() {
        schedules.keep(tenant, List.of(plan("salesforce")));

        schedules.keep(tenant, List.of(paused("salesforce")));
        assertThat(described("salesforce").getSchedule().getState().isPaused()).isTrue();
        assertThat(described("salesforce").getSchedule().getState().getNote())
                .isEqualTo("paused by person/anna: The sandbox is being refreshed.");
        assertThat(schedules.next(key("salesforce"))).isEmpty();

        schedules.keep(tenant, List.of(plan("salesforce")));
        assertThat(described("salesforce").getSchedule().getState().isPaused()).isFalse();
        assertThat(described("salesforce").getSchedule().getState().getNote()).isEmpty();
    }

    @Test
    void whatIsChangedOrDeletedByHandIsPutBack() {
        schedules.keep(tenant, List.of(plan("salesforce"), plan("outreach")));
        client.getHandle(id("salesforce")).pause("by hand");
        client.getHandle(id("outreach")).delete();

        schedules.keep(tenant, List.of(plan("salesforce"), plan("outreach")));

        assertThat(described("salesforce").getSchedule().getState().isPaused()).isFalse();
        assertThat(every("outreach")).isEqualTo(HOUR);
    }

    @Test
    void whatIsNotReadAnyMoreHasNoSchedule() {
        schedules.keep(tenant, List.of(plan("salesforce"), plan("outreach")));
        await().atMost(SOON).until(() -> ids().size() == 2);

        schedules.keep(tenant, List.of(plan("outreach")));

        await().atMost(SOON).untilAsserted(() -> assertThat(ids()).containsExactly(id("outreach")));
    }

    @Test
    void severalStartersMayDoItAtOnce() throws Exception {
        List<ReaderPlan> plans =
                IntStream.range(0, 5).mapToObj(n -> plan("crm-" + n)).toList();
        try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var started : starters.invokeAll(IntStream.range(0, 4)
                    .<java.util.concurrent.Callable<Boolean>>mapToObj(n -> () -> {
                        new ReadSchedules(workflows).keep(tenant, plans);
                        return true;
                    })
                    .toList())) {
                assertThat(started.get()).isTrue();
            }
        }

        await().atMost(SOON).until(() -> ids().size() == 5);
    }

    @Test
    void aScheduleStartsTheWorkflow() throws Exception {
        WorkerFactory workers = WorkerFactory.newInstance(workflows);
        workers.newWorker(TaskQueues.RECORDSYNC).registerWorkflowImplementationTypes(Noting.class);
        workers.start();
        try {
            schedules.keep(tenant, List.of(set("salesforce", Duration.ofSeconds(1))));

            ReadChangesInput expected = ReadChangesInput.scheduled(tenant, "salesforce", "contact");
            await().atMost(SOON).untilAsserted(() -> assertThat(STARTED).contains(expected));
        } finally {
            workers.shutdownNow();
            workers.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void aServerInMemoryHasNone(@TempDir Path folder) {
        try (TemporalServer inMemory = TemporalServer.start(folder, Optional.empty(), Port.any(), Port.any())) {
            WorkflowServiceStubs other = RunningServers.stubs(inMemory.target());
            try {
                assertThat(new ReadSchedules(workflows(other)).exist()).isFalse();
            } finally {
                other.shutdownNow();
            }
        }
        assertThat(schedules.exist()).isTrue();
    }

    private List<String> ids() {
        return client.listSchedules()
                .map(ScheduleListDescription::getScheduleId)
                .filter(id -> id.startsWith(WorkflowIds.readChangesPrefix(tenant)))
                .toList();
    }

    private String id(String system) {
        return WorkflowIds.readChanges(tenant, system, "contact");
    }

    private ScheduleDescription described(String system) {
        return client.getHandle(id(system)).describe();
    }

    private Duration every(String system) {
        return described(system)
                .getSchedule()
                .getSpec()
                .getIntervals()
                .getFirst()
                .getEvery();
    }

    private ReaderKey key(String system) {
        return new ReaderKey(tenant, system, "contact");
    }

    private ReaderPlan plan(String system) {
        return new ReaderPlan(key(system), HOURLY, ReaderSettings.none(key(system)));
    }

    private ReaderPlan set(String system, Duration every) {
        return of(system, Optional.of(every), Optional.empty());
    }

    private ReaderPlan paused(String system) {
        Decision pause = new Decision("person/anna", "The sandbox is being refreshed.", Instant.EPOCH);
        return of(system, Optional.empty(), Optional.of(pause));
    }

    private ReaderPlan of(String system, Optional<Duration> every, Optional<Decision> pause) {
        return new ReaderPlan(
                key(system),
                HOURLY,
                new ReaderSettings(key(system), every, Optional.empty(), Optional.empty(), Optional.empty(), pause));
    }
}
