package io.recordsync.worker.workflow;

import io.recordsync.workflows.Changed;
import io.recordsync.workflows.ContinueAsNewState;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.Resolve;
import io.recordsync.workflows.Retry;
import io.recordsync.workflows.RouteRequest;
import io.recordsync.workflows.RouteResult;
import io.recordsync.workflows.Skip;
import io.recordsync.workflows.SyncRecord;
import io.recordsync.workflows.SyncRecordInput;
import io.recordsync.workflows.SyncRecordStatus;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Routes the record and runs every delivery that is due, in rounds, until there is no newer revision and all deliveries
 * have settled.
 */
public final class SyncRecordImpl implements SyncRecord {

    private static final Duration BETWEEN_LOOKS = Duration.ofHours(1);

    private final SyncRecordInput record;
    private final Stubs stubs;
    private final SystemDeliveries deliveries;
    private final List<Skip> skips = new ArrayList<>();
    private final Decisions decisions;

    private long heard;
    private long routed;
    private boolean news;
    private boolean followsLedger;
    private int priority = Priorities.BACKFILL;
    private @Nullable Retry retry;

    @WorkflowInit
    public SyncRecordImpl(SyncRecordInput input) {
        record = input;
        stubs = new Stubs(input);
        decisions = new Decisions(stubs);
        deliveries = new SystemDeliveries(stubs, input, decisions);
        ContinueAsNewState carried = input.carried();
        if (carried != null) {
            heard = carried.heard();
            priority = Priorities.LIVE;
            deliveries.resume(carried);
        }
    }

    @Override
    public void run(SyncRecordInput input) {
        publishWhatIsCarried();
        do {
            skipWhatWasAsked();
            decisions.makeWhatWasAsked();
            route();
            awaitNews();
            if (isLong() && !deliveries.areOver() && !isAsked()) {
                continueAsNew();
            }
        } while (hasNews() || decisions.areHeld());
        failIfParkTimeIsOver();
    }

    @Override
    public void changed(@Nullable Changed change) {
        if (change == null) {
            news = true;
            hear(Priorities.PERSON);
            return;
        }
        news |= change.revision() > routed;
        heard = Math.max(heard, change.revision());
        hear(change.priority());
    }

    @Override
    public void retry(@Nullable Retry asked) {
        retry = asked == null || retry != null ? Retry.ALL : asked;
        hear(Priorities.PERSON);
    }

    @Override
    public void skip(@Nullable Skip asked) {
        skips.add(Objects.requireNonNullElse(asked, Skip.ALL));
    }

    @Override
    public void resolve(@Nullable Resolve asked) {
        decisions.ask(Objects.requireNonNullElse(asked, Resolve.NOTHING));
        hear(Priorities.PERSON);
    }

    @Override
    public SyncRecordStatus status() {
        return new SyncRecordStatus(heard, routed, deliveries.status(), decisions.open(), decisions.answer());
    }

    private void hear(int asked) {
        priority = Math.min(priority, asked);
    }

    /**
     * Waits for something to do. Whoever changes a parked delivery in the ledger signals this run. The signal may be
     * lost, so a run with parked deliveries also routes again every hour, which reads the ledger.
     */
    private void awaitNews() {
        if (decisions.areHeld()) {
            Workflow.await(decisions.pause(), this::hasNews);
            return;
        }
        Workflow.await(() -> goesOn() || followsLedger && deliveries.areParked());
        if (!goesOn() && !Workflow.await(BETWEEN_LOOKS, this::goesOn)) {
            news = true;
        }
    }

    private boolean goesOn() {
        return hasNews() || deliveries.areOver() || isLong();
    }

    private boolean hasNews() {
        return news || retry != null || !skips.isEmpty() || decisions.areAsked() || deliveries.wantRoute();
    }

    /** Whether a person has asked for something. Unlike a newer revision, the next run would not learn of it. */
    private boolean isAsked() {
        return retry != null || !skips.isEmpty() || decisions.areAsked() || decisions.areHeld();
    }

    private void publishWhatIsCarried() {
        ContinueAsNewState carried = record.carried();
        if (carried != null) {
            deliveries.publish(carried.unpublished());
        }
    }

    private void route() {
        RouteRequest request = new RouteRequest(record.tenant(), record.entity(), record.recordId(), retry);
        int urgency = priority;
        news = false;
        retry = null;
        priority = Priorities.BACKFILL;
        deliveries.beforeRoute();
        RouteResult route = stubs.routing().route(request);
        followsLedger = route.parked() != null;
        routed = Math.max(routed, route.revision());
        heard = Math.max(heard, route.revision());
        decisions.follow(route);
        deliveries.start(route, urgency);
    }

    private void skipWhatWasAsked() {
        List<Skip> asked = List.copyOf(skips);
        skips.clear();
        asked.forEach(deliveries::skip);
    }

    private static boolean isLong() {
        return Workflow.getInfo().isContinueAsNewSuggested();
    }

    /** The next run repeats a delivery that is in progress, and waits for its lease to end. */
    private void continueAsNew() {
        Workflow.newContinueAsNewStub(SyncRecord.class)
                .run(new SyncRecordInput(
                        record.tenant(), record.entity(), record.recordId(), deliveries.carried(heard)));
    }

    private void failIfParkTimeIsOver() {
        List<String> givenUp = deliveries.givenUp();
        if (!givenUp.isEmpty()) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "deliveries to " + String.join(", ", givenUp)
                            + " were parked for longer than SYNC_PARK_TIME. To start them again, retry the"
                            + " record through the REST API or the command line",
                    FailureTypes.PARK_TIME_OVER);
        }
    }
}
