package io.recordsync.starter.reading;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleListDescription;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.ScheduleUpdate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedules of readers in Temporal. Whatever is done here may be done again, and by several processes at once.
 * Thread-safe.
 */
public final class ReadSchedules {

    private static final Logger LOG = LoggerFactory.getLogger(ReadSchedules.class);

    private static final int PAGE = 100;

    private final WorkflowClient workflows;
    private final ScheduleClient client;
    private volatile boolean found;

    public ReadSchedules(WorkflowClient workflows) {
        this.workflows = workflows;
        this.client = ScheduleClient.newInstance(
                workflows.getWorkflowServiceStubs(),
                ScheduleClientOptions.newBuilder()
                        .setNamespace(workflows.getOptions().getNamespace())
                        .setIdentity(workflows.getOptions().getIdentity())
                        .setDataConverter(workflows.getOptions().getDataConverter())
                        .build());
    }

    /** Whether the server has schedules. */
    public boolean exist() {
        if (!found) {
            found = askWhetherTheyExist();
        }
        return found;
    }

    private boolean askWhetherTheyExist() {
        try {
            return workflows
                    .getWorkflowServiceStubs()
                    .blockingStub()
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(workflows.getOptions().getNamespace())
                            .build())
                    .getNamespaceInfo()
                    .getSupportsSchedules();
        } catch (StatusRuntimeException e) {
            if (is(e, Status.Code.UNIMPLEMENTED)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Makes, changes and removes schedules until each reader has the one of its plan, and there is no other one. A
     * schedule that fails does not keep the others from being looked at.
     *
     * @param plans all readers of the tenant
     * @throws RuntimeException the first failure, after all others were looked at
     */
    public void keep(String tenant, List<ReaderPlan> plans) {
        Failures failures = new Failures();
        plans.forEach(plan -> failures.during(() -> keep(plan)));
        failures.during(() -> removeOthers(tenant, plans, failures));
        failures.throwFirst();
    }

    /** The same for one reader. */
    public void keep(ReaderPlan plan) {
        ReadSchedule wanted = ReadSchedule.of(plan);
        Optional<Schedule> present = describe(wanted.workflowId()).map(ScheduleDescription::getSchedule);
        if (present.isEmpty()) {
            make(wanted);
        } else if (!present.flatMap(ReadSchedule::of).equals(Optional.of(wanted))) {
            handle(wanted.workflowId()).update(input -> new ScheduleUpdate(wanted.schedule()));
            LOG.info("The schedule {} is changed: {}", wanted.workflowId(), text(wanted));
        }
    }

    private void make(ReadSchedule wanted) {
        try {
            client.createSchedule(
                    wanted.workflowId(),
                    wanted.schedule(),
                    ScheduleOptions.newBuilder().build());
            LOG.info("The schedule {} is made: {}", wanted.workflowId(), text(wanted));
        } catch (ScheduleAlreadyRunningException e) {
            LOG.debug("Another starter has made the schedule {}", wanted.workflowId());
        }
    }

    private void removeOthers(String tenant, List<ReaderPlan> plans, Failures failures) {
        Set<String> wanted = plans.stream().map(plan -> id(plan.key())).collect(Collectors.toSet());
        client.listSchedules(PAGE)
                .map(ScheduleListDescription::getScheduleId)
                .filter(id -> id.startsWith(WorkflowIds.readChangesPrefix(tenant)) && !wanted.contains(id))
                .toList()
                .forEach(id -> failures.during(() -> remove(id)));
    }

    /** The list of schedules may still hold one that another starter has removed. */
    private void remove(String id) {
        try {
            handle(id).delete();
            LOG.info("The schedule {} is removed, because the rules do not read this any more", id);
        } catch (ScheduleException | StatusRuntimeException e) {
            if (!is(e, Status.Code.NOT_FOUND)) {
                throw e;
            }
        }
    }

    /** When the next run of a reader starts; empty if it is paused or has no schedule. */
    public Optional<Instant> next(ReaderKey key) {
        return describe(id(key))
                .filter(description -> !Objects.requireNonNull(
                                description.getSchedule().getState())
                        .isPaused())
                .flatMap(description ->
                        description.getInfo().getNextActionTimes().stream().findFirst());
    }

    private Optional<ScheduleDescription> describe(String id) {
        try {
            return Optional.of(handle(id).describe());
        } catch (ScheduleException | StatusRuntimeException e) {
            if (is(e, Status.Code.NOT_FOUND)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private ScheduleHandle handle(String id) {
        return client.getHandle(id);
    }

    private static String id(ReaderKey key) {
        return WorkflowIds.readChanges(key.tenant(), key.system(), key.entity());
    }

    private static String text(ReadSchedule schedule) {
        return schedule.paused() ? "paused" : "every " + schedule.every();
    }

    private static boolean is(Throwable failure, Status.Code code) {
        return Status.fromThrowable(failure).getCode() == code;
    }

    /** Keeps the first failure of several steps. Used by one thread. */
    private static final class Failures {

        private @Nullable RuntimeException first;

        void during(Runnable step) {
            try {
                step.run();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }

        void throwFirst() {
            if (first != null) {
                throw first;
            }
        }
    }
}
