package io.recordsync.worker.workflow;

import io.recordsync.workflows.DeadLetterActivities;
import io.recordsync.workflows.DeliveryActivities;
import io.recordsync.workflows.DeliveryFailure;
import io.recordsync.workflows.DeliveryRequest;
import io.recordsync.workflows.DeliveryResult;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.LeaseOwners;
import io.recordsync.workflows.ParkedNotice;
import io.recordsync.workflows.Resolve;
import io.recordsync.workflows.ResolveRequest;
import io.recordsync.workflows.ResolveResult;
import io.recordsync.workflows.RouteResult;
import io.recordsync.workflows.RoutingActivities;
import io.recordsync.workflows.Skip;
import io.recordsync.workflows.SkipRequest;
import io.recordsync.workflows.SyncRecordInput;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.Times;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.Priority;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The activities of one record, with their options: queues, times, retries, priorities, and the summaries that the Web
 * UI shows.
 */
final class Stubs {

    /**
     * The activities of the starter take milliseconds. A short timeout bounds the wait for a starter that was killed.
     */
    static final Duration STARTER = Duration.ofSeconds(15);

    private static final int MAX_FAIRNESS_KEY_BYTES = 64;
    private static final int MAX_SUMMARY_LENGTH = 180;

    private final SyncRecordInput record;
    private final RoutingActivities routing;
    private int delivered;

    Stubs(SyncRecordInput record) {
        this.record = record;
        this.routing = Workflow.newLocalActivityStub(
                RoutingActivities.class,
                LocalActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofSeconds(10))
                        .setRetryOptions(RetryOptions.newBuilder()
                                .setInitialInterval(Duration.ofMillis(200))
                                .setMaximumInterval(Duration.ofSeconds(5))
                                // Without this count, the SDK does not retry a local activity.
                                .setMaximumAttempts(Integer.MAX_VALUE)
                                .build())
                        .setSummary("route " + name())
                        .build());
    }

    RoutingActivities routing() {
        return routing;
    }

    /**
     * Delivers the record to a system, and returns when the delivery is settled or given up.
     *
     * @throws ActivityFailure if the run is canceled
     */
    DeliveryAnswer deliver(String system, RouteResult route, int priority) {
        try {
            DeliveryResult result = delivery(system, route.times(), priority).deliver(request(system, route.rules()));
            return new DeliveryAnswer.Delivered(result.revision());
        } catch (ActivityFailure e) {
            if (e.getCause() instanceof CanceledFailure) {
                throw e;
            }
            if (isToRouteAgain(e)) {
                return new DeliveryAnswer.RecordChanged();
            }
            return OtherRules.areToldBy(e) ? new DeliveryAnswer.RulesDiffer() : new DeliveryAnswer.GaveUp(failure(e));
        }
    }

    private static boolean isToRouteAgain(ActivityFailure failure) {
        return failure.getCause() instanceof ApplicationFailure cause
                && FailureTypes.ROUTE_AGAIN.equals(cause.getType());
    }

    /**
     * Temporal retries it without limit. The ledger counts the attempts that are charged, and the activity decides when
     * it gives up.
     */
    private DeliveryActivities delivery(String system, Times times, int priority) {
        return Workflow.newActivityStub(
                DeliveryActivities.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(TaskQueues.ofSystem(system))
                        .setStartToCloseTimeout(times.deliver())
                        .setRetryOptions(RetryOptions.newBuilder()
                                .setInitialInterval(Duration.ofSeconds(2))
                                .setBackoffCoefficient(2)
                                .setMaximumInterval(Duration.ofSeconds(32))
                                .build())
                        .setDisableEagerExecution(true)
                        .setPriority(priority(record.tenant(), priority))
                        .setSummary(name() + " → " + system)
                        .build());
    }

    /** A new delivery has a new number, and therefore a new owner of its lease; its retries keep the owner. */
    private DeliveryRequest request(String system, @Nullable String rules) {
        delivered++;
        String owner = LeaseOwners.ofDelivery(Workflow.getInfo().getRunId(), delivered);
        return new DeliveryRequest(record.tenant(), record.entity(), record.recordId(), system, owner, rules);
    }

    /** Notes in the ledger that parked deliveries are given up, except those that are being tried again now. */
    void skip(Skip skip, List<String> underWay) {
        routing.skip(new SkipRequest(record.tenant(), record.entity(), record.recordId(), skip, underWay));
    }

    /** Decides a conflict in the ledger. */
    ResolveResult resolve(Resolve resolve) {
        return routing.resolve(new ResolveRequest(record.tenant(), record.entity(), record.recordId(), resolve));
    }

    /** Notes in the ledger that the system's parked delivery is given up. */
    void skip(String system) {
        skip(new Skip(system), List.of());
    }

    ParkedNotice notice(String system, DeliveryFailure failure) {
        return new ParkedNotice(record.tenant(), record.entity(), record.recordId(), system, failure);
    }

    Promise<Void> publishParked(ParkedNotice notice) {
        DeadLetterActivities deadLetters = Workflow.newActivityStub(
                DeadLetterActivities.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(TaskQueues.STARTER)
                        .setStartToCloseTimeout(STARTER)
                        .setRetryOptions(RetryOptions.newBuilder()
                                .setInitialInterval(Duration.ofSeconds(1))
                                .setMaximumInterval(Duration.ofMinutes(1))
                                .build())
                        .setSummary(name() + " parked at " + notice.system())
                        .build());
        return Async.procedure(deadLetters::publishParked, notice);
    }

    /** What the activity reported when it gave up. Every other permanent failure is a defect, and is shown as one. */
    private static DeliveryFailure failure(ActivityFailure failure) {
        if (failure.getCause() instanceof ApplicationFailure cause
                && cause.getDetails() != null
                && cause.getDetails().getSize() > 0) {
            return cause.getDetails().get(0, DeliveryFailure.class);
        }
        return new DeliveryFailure(
                0,
                "ACTIVITY_FAILED",
                "the delivery failed for a reason that recordsync does not know. See this workflow's history",
                Workflow.randomUUID().toString(),
                true);
    }

    /** The workflow's time, which is the same when its history is replayed. */
    static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }

    static Priority priority(String tenant, int key) {
        return Priority.newBuilder()
                .setPriorityKey(key)
                .setFairnessKey(fairnessKey(tenant))
                .build();
    }

    private static String fairnessKey(String tenant) {
        boolean fits = tenant.getBytes(StandardCharsets.UTF_8).length <= MAX_FAIRNESS_KEY_BYTES;
        return fits ? tenant : Integer.toHexString(tenant.hashCode());
    }

    private String name() {
        return cut(record.entity() + " " + record.recordId(), MAX_SUMMARY_LENGTH);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
