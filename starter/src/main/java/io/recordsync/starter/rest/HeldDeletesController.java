package io.recordsync.starter.rest;

import io.recordsync.store.Store;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.RunStatus;
import io.recordsync.workflows.HeldDecision;
import io.recordsync.workflows.HeldDeletes;
import io.recordsync.workflows.HeldDeletesInput;
import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.WorkflowIds;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.Priority;
import java.util.function.BiConsumer;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Decides about the deletes that a run holds. */
@RestController
@Tag(name = "runs")
final class HeldDeletesController {

    private static final String ASKED_BY = "person/api";

    private final Store store;
    private final WorkflowClient client;
    private final TemporalCalls temporal;

    HeldDeletesController(Store store, WorkflowClient client, TemporalCalls temporal) {
        this.store = store;
        this.client = client;
        this.temporal = temporal;
    }

    @PostMapping("/v1/sync/runs/{id}/approve")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Applies the deletes that a run holds.",
            description = "The system is asked for each row once more. What is there is read; the other deletes are"
                    + " applied as the rules say.")
    @ApiResponse(responseCode = "202", description = "The decision is passed on.")
    HeldDecisionView approve(@PathVariable long id) {
        Run run = holding(id);
        return decide(run, "approve", (request, held) -> request.add(held::approve, new HeldDecision(id, ASKED_BY)));
    }

    @PostMapping("/v1/sync/runs/{id}/reject")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Rejects the deletes that a run holds.",
            description = "The records stay, and their rows are not made again before they return.")
    @ApiResponse(responseCode = "202", description = "The decision is passed on.")
    HeldDecisionView reject(@PathVariable long id) {
        Run run = holding(id);
        return decide(run, "reject", (request, held) -> request.add(held::reject, new HeldDecision(id, ASKED_BY)));
    }

    private Run holding(long id) {
        Run run = store.runs()
                .find(id)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such run."));
        boolean mayHold = run.status() == RunStatus.WAITING
                || run.status() != RunStatus.RUNNING && store.deletes().fields().isHolding(run);
        if (!mayHold) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT,
                    "Run %s holds nothing: its status is %s."
                            .formatted(id, run.status().stored()));
        }
        return run;
    }

    /** Starts the workflow if none runs, so that a decision is never lost. */
    private HeldDecisionView decide(Run run, String decision, BiConsumer<BatchRequest, HeldDeletes> signal) {
        ReaderKey key = run.key();
        String id = WorkflowIds.heldDeletes(key.tenant(), key.system(), key.entity());
        temporal.signal(() -> {
            HeldDeletes workflow = client.newWorkflowStub(HeldDeletes.class, options(key, id));
            BatchRequest request = client.newSignalWithStartRequest();
            request.add(workflow::hold, new HeldDeletesInput(key.tenant(), key.system(), key.entity(), null));
            signal.accept(request, workflow);
            client.signalWithStart(request);
        });
        return new HeldDecisionView(
                run.id(), key.system(), key.entity(), decision, run.counts().held(), id);
    }

    private static WorkflowOptions options(ReaderKey key, String id) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.RECORDSYNC)
                .setStaticSummary("held deletes of " + key.entity() + " of " + key.system())
                .setPriority(Priority.newBuilder()
                        .setPriorityKey(Priorities.PERSON)
                        .setFairnessKey(key.tenant())
                        .build())
                .build();
    }
}
