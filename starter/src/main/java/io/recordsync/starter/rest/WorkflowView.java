package io.recordsync.starter.rest;

import io.recordsync.workflows.DeliveryStatus;
import io.recordsync.workflows.SyncRecordStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The workflow that carries a record, with the status that it reports while it runs. */
@Schema(name = "Workflow")
public record WorkflowView(
        @Schema(description = "The id of the workflow in Temporal.")
        String id,

        @Schema(
                description = "running: it is running and has answered; silent: it is running, but no worker"
                        + " answered within a second; ended: its last run has ended; none: Temporal has no"
                        + " run of it; unreachable: Temporal did not answer within a second.",
                allowableValues = {"running", "silent", "ended", "none", "unreachable"})
        String state,

        @Schema(description = "The state as text for people.")
        String note,

        @Schema(description = "The newest revision it was notified of; only while it is running.") @Nullable Long heard,

        @Schema(description = "The revision that it last routed; only while it is running.") @Nullable Long routed,

        @Schema(description = "The state of its deliveries, by system; only while it is running.")
        List<Delivery> deliveries,

        @Schema(description = "What came of the last decision; only while it is running.") @Nullable String answer) {

    public WorkflowView {
        deliveries = List.copyOf(deliveries);
    }

    /** The status of one delivery, as a running workflow reports it. */
    @Schema(name = "WorkflowDelivery")
    public record Delivery(
            String system,

            @Schema(allowableValues = {"delivering", "settled", "parked", "skipped"})
            String state,

            @Schema(description = "The revision that has been settled; 0 before the first one.")
            long settled,

            @Schema(description = "The error for which it is parked.") @Nullable ErrorView error,

            @Schema(
                    description = "The time of the next automatic retry of a parked delivery; absent if it waits"
                            + " for a person or a newer change.")
            @Nullable Instant nextRetryAt,

            @Schema(description = "What it waits for, if the state does not show it.") @Nullable String note) {

        boolean isParked() {
            return state.equals("parked");
        }
    }

    static WorkflowView answered(String id, SyncRecordStatus status) {
        return new WorkflowView(
                id,
                "running",
                "running",
                status.heard(),
                status.routed(),
                status.deliveries().stream().map(WorkflowView::delivery).toList(),
                status.answer());
    }

    static WorkflowView silent(String id) {
        return without(id, "silent", "running, but no worker answered within one second");
    }

    static WorkflowView ended(String id, WorkflowExecutionStatus status) {
        String how = status.name().replace("WORKFLOW_EXECUTION_STATUS_", "").toLowerCase(Locale.ROOT);
        return without(id, "ended", "ended: " + how.replace('_', ' '));
    }

    static WorkflowView none(String id) {
        return without(id, "none", "Temporal has no run of it");
    }

    static WorkflowView unreachable(String id) {
        return without(id, "unreachable", "unknown, because Temporal did not answer within one second");
    }

    /**
     * Returns this view for a record that is settled in the ledger. The run still ends only after a timeout if its
     * worker was killed after settling.
     */
    WorkflowView ofSettled() {
        boolean endsSoon = state.equals("running") && deliveries.stream().noneMatch(Delivery::isParked);
        return endsSoon
                ? new WorkflowView(
                        id,
                        state,
                        "running; everything is settled, and the run ends within a minute",
                        heard,
                        routed,
                        deliveries,
                        answer)
                : this;
    }

    private static WorkflowView without(String id, String state, String note) {
        return new WorkflowView(id, state, note, null, null, List.of(), null);
    }

    private static Delivery delivery(DeliveryStatus status) {
        return new Delivery(
                status.system(),
                status.state().name().toLowerCase(Locale.ROOT),
                status.settled(),
                ErrorView.of(status.failure()),
                status.nextRetryAt(),
                status.note());
    }
}
