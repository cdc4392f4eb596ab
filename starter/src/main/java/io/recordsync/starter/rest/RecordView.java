package io.recordsync.starter.rest;

import io.recordsync.store.counterpart.ConflictStore.Open;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.status.RecordStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Everything that is known of a record except its content. */
@Schema(name = "Record")
public record RecordView(
        String tenant,
        String entity,
        String id,

        @Schema(
                description =
                        "recordsync's own count of the record's states. Every change that alters the record raises"
                                + " it.")
        long revision,

        boolean deleted,
        Instant changedAt,
        List<Delivery> deliveries,

        @Schema(description = "The open conflicts with systems that are read, 100 at most.")
        List<ConflictView> conflicts,

        @Schema(description = "The newest changes, 100 at most, newest first.")
        List<Change> changes,

        WorkflowView workflow) {

    public RecordView {
        deliveries = List.copyOf(deliveries);
        conflicts = List.copyOf(Objects.requireNonNullElse(conflicts, List.of()));
        changes = List.copyOf(changes);
    }

    /** The state of the record at one system. */
    @Schema(name = "Delivery")
    public record Delivery(
            String system,

            @Schema(
                    allowableValues = {
                        "due",
                        "delivered",
                        "deleted",
                        "unrouted",
                        "parked",
                        "skipped",
                        "gone",
                        "conflict"
                    })
            String state,

            @Schema(description = "The revision that was last delivered to the system; 0 if none was.")
            long revision,

            @Schema(description = "The revision that the system should have.")
            long dueRevision,

            @Schema(description = "The newest revision whose outcome at the system is known.")
            long settledRevision,

            @Schema(description = "The record's id in that system.") @Nullable String externalId,

            @Schema(description = "The number of failed attempts since the delivery was last settled.")
            int attempts,

            @Schema(description = "Whether a call was made whose effect is not known.")
            boolean inDoubt,

            @Schema(description = "Why it is parked, or why the last attempt failed.") @Nullable ErrorView error,

            @Nullable Instant nextAttemptAt,
            @Nullable Instant settledAt) {}

    /** A change that was accepted. */
    @Schema(name = "Change")
    public record Change(
            @Schema(description = "The key by which a repeated event is recognized.")
            String eventKey,

            String source,

            @Schema(allowableValues = {"create", "update", "delete"})
            String operation,

            @Schema(description = "The topic, partition and offset of the event, or its arrival at the REST API.")
            String door,

            @Schema(description = "The record's revision after this change.")
            long revision,

            Instant acceptedAt,

            @Schema(
                    description = "The change's outcome; pending if it is not known yet.",
                    allowableValues = {"applied", "unchanged", "superseded", "unrouted", "parked", "skipped", "pending"
                    })
            String outcome) {}

    static RecordView of(RecordStatus status, List<Open> conflicts, WorkflowView workflow) {
        return new RecordView(
                status.key().tenant(),
                status.key().entity(),
                status.key().recordId(),
                status.revision(),
                status.deleted(),
                status.changedAt(),
                status.deliveries().stream().map(RecordView::delivery).toList(),
                conflicts.stream()
                        .map(one -> ConflictView.of(status.key(), one))
                        .toList(),
                status.changes().stream().map(RecordView::change).toList(),
                isSettled(status) ? workflow.ofSettled() : workflow);
    }

    private static boolean isSettled(RecordStatus status) {
        return status.changes().stream().allMatch(change -> change.outcome().isPresent())
                && status.deliveries().stream()
                        .allMatch(delivery -> delivery.settledRevision() >= delivery.dueRevision()
                                && delivery.state() != DeliveryState.PARKED);
    }

    private static Delivery delivery(RecordStatus.Delivery delivery) {
        return new Delivery(
                delivery.system(),
                delivery.state().name().toLowerCase(Locale.ROOT),
                delivery.revision(),
                delivery.dueRevision(),
                delivery.settledRevision(),
                delivery.externalId().orElse(null),
                delivery.attempts(),
                delivery.inDoubt(),
                delivery.error().map(ErrorView::of).orElse(null),
                delivery.nextAttemptAt().orElse(null),
                delivery.settledAt().orElse(null));
    }

    private static Change change(RecordStatus.LoggedChange change) {
        return new Change(
                change.eventKey(),
                change.source(),
                change.operation(),
                change.door(),
                change.revision(),
                change.acceptedAt(),
                change.outcome().orElse("pending"));
    }
}
