package io.recordsync.worker.workflow;

import io.recordsync.workflows.DecideHeldRequest;
import io.recordsync.workflows.DecideHeldResult;
import io.recordsync.workflows.HeldDecision;
import io.recordsync.workflows.HeldDeletes;
import io.recordsync.workflows.HeldDeletesInput;
import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.SearchAttributes;
import io.recordsync.workflows.SyncBatchInput;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;

/** Waits for decisions about held deletes, and carries them out one after the other, until none is held. */
public final class HeldDeletesImpl implements HeldDeletes {

    private static final Logger LOG = Workflow.getLogger(HeldDeletesImpl.class);

    /** How often it looks for deletes whose time is over. */
    private static final Duration BETWEEN_LOOKS = Duration.ofDays(1);

    private final HeldDeletesInput input;
    private final ReadStubs stubs;
    private final Deque<DecideHeldRequest> decisions = new ArrayDeque<>();
    private long held = 1;

    /** Whether a run has held deletes that the answer to the last question need not count. */
    private boolean holdsMore;

    private int steps;

    @WorkflowInit
    public HeldDeletesImpl(HeldDeletesInput input) {
        this.input = input;
        this.stubs = new ReadStubs(input.tenant(), input.system(), input.entity());
        if (input.carried() != null) {
            decisions.addAll(input.carried());
        }
    }

    @Override
    public void hold(HeldDeletesInput same) {
        Workflow.upsertTypedSearchAttributes(SearchAttributes.SYNC_STATUS.valueSet(SearchAttributes.FAILED));
        while (held > 0 || holdsMore || !decisions.isEmpty()) {
            if (!Workflow.await(BETWEEN_LOOKS, () -> !decisions.isEmpty())) {
                decisions.add(new DecideHeldRequest(input.tenant(), input.system(), input.entity(), null, false, null));
            }
            carryOut(decisions.element());
            decisions.remove();
        }
        Workflow.upsertTypedSearchAttributes(SearchAttributes.SYNC_STATUS.valueUnset());
    }

    @Override
    public void approve(HeldDecision decision) {
        decisions.add(request(decision, true));
    }

    @Override
    public void reject(HeldDecision decision) {
        decisions.add(request(decision, false));
    }

    @Override
    public void replaced() {
        holdsMore = true;
        LOG.info("Another run of {} {} holds deletes too.", input.system(), input.entity());
    }

    private DecideHeldRequest request(HeldDecision decision, boolean approved) {
        return new DecideHeldRequest(
                input.tenant(), input.system(), input.entity(), decision.runId(), approved, decision.by());
    }

    /** A decision that the system does not allow to be carried out is dropped: its deletes stay held. */
    private void carryOut(DecideHeldRequest decision) {
        boolean last = false;
        while (!last) {
            goOnAsNewIfLong();
            held = Math.max(held, holdsMore ? 1 : 0);
            holdsMore = false;
            try {
                DecideHeldResult result = stubs.decisions().decideHeld(decision);
                startChunks(result.changed());
                last = result.last();
                held = result.held();
            } catch (ActivityFailure e) {
                LOG.warn(
                        "The decision about the held deletes of {} {} could not be carried out: {}. They are still"
                                + " held. Decide again when the cause is removed.",
                        input.system(),
                        input.entity(),
                        String.valueOf(
                                e.getCause() == null
                                        ? e.getMessage()
                                        : e.getCause().getMessage()));
                last = true;
            }
        }
    }

    private void startChunks(List<String> changed) {
        steps++;
        int part = 0;
        for (List<String> recordIds : RecordChunks.of(changed)) {
            part++;
            // Unlike the id of the run, this one is part of the history, so that a run that was reset replays.
            String id = WorkflowIds.heldBatch(Workflow.getInfo().getOriginalExecutionRunId(), steps, part);
            stubs.start(id, new SyncBatchInput(input.tenant(), input.entity(), recordIds, Priorities.LIVE));
        }
    }

    private void goOnAsNewIfLong() {
        if (Workflow.getInfo().isContinueAsNewSuggested()) {
            Workflow.newContinueAsNewStub(HeldDeletes.class)
                    .hold(new HeldDeletesInput(
                            input.tenant(), input.system(), input.entity(), new ArrayList<>(decisions)));
        }
    }
}
