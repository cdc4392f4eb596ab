package io.recordsync.starter.rest;

import io.recordsync.starter.bridge.lanes.SyncRecordClient;
import io.recordsync.starter.rest.AcceptedView.RecordName;
import io.recordsync.store.Store;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.status.RecordStatus;
import io.recordsync.store.status.RecordStatus.Delivery;
import io.recordsync.workflows.Retry;
import io.recordsync.workflows.Skip;
import io.recordsync.workflows.WorkflowIds;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Shows a record's state, and retries or skips its parked deliveries. */
@RestController
@Tag(name = "records")
final class RecordsController {

    private static final String UNDECIDED =
            "The delivery to %s waits for a decision, and a retry cannot make it. The status of the record shows what"
                    + " there is to decide; POST /v1/sync/resolve or the command resolve decides it.";

    private final Store store;
    private final SyncRecordClient signals;
    private final TemporalCalls temporal;
    private final RunningWorkflow workflow;

    RecordsController(Store store, SyncRecordClient signals, TemporalCalls temporal, RunningWorkflow workflow) {
        this.store = store;
        this.signals = signals;
        this.temporal = temporal;
        this.workflow = workflow;
    }

    @GetMapping("/v1/sync/status/{record_id}")
    @Operation(
            summary = "Returns the status of a record: deliveries, open conflicts, changes, and its workflow.",
            description = "The workflow is queried only while it is running, and must answer within one second.")
    RecordView status(
            @PathVariable("record_id") String id,
            @RequestParam(defaultValue = "default") String tenant,
            @RequestParam(defaultValue = "contact") String entity) {
        RecordStatus status = known(RecordKeys.of(tenant, entity, id));
        return RecordView.of(status, store.conflicts().openOf(status.key()), workflow.ask(status.key()));
    }

    @PostMapping("/v1/sync/retry/{record_id}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Retries a record's parked deliveries at once, to one system or to all.",
            description = "If its workflow has ended, a new run is started. A delivery that waits for a decision is not"
                    + " retried: the answer says what it needs.")
    @ApiResponse(responseCode = "202", description = "The workflow was signalled.")
    SignalView retry(
            @PathVariable("record_id") String id,
            @RequestParam(defaultValue = "default") String tenant,
            @RequestParam(defaultValue = "contact") String entity,
            @RequestParam(required = false) @Nullable String system) {
        RecordStatus status = known(RecordKeys.of(tenant, entity, id));
        List<String> parked = parked(status, system, state -> state == DeliveryState.PARKED);
        List<String> undecided = parked(status, system, state -> state == DeliveryState.CONFLICT);
        temporal.signal(() -> signals.retry(status.key(), new Retry(system)));
        return asked(status.key(), "retry", parked, undecided);
    }

    @PostMapping("/v1/sync/skip/{record_id}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Gives up a record's parked deliveries until its next change, to one system or to all.",
            description = "If its workflow has ended, a new run is started.")
    @ApiResponse(responseCode = "202", description = "The workflow was signalled.")
    @ApiResponse(responseCode = "409", description = "No delivery is parked.")
    SignalView skip(
            @PathVariable("record_id") String id,
            @RequestParam(defaultValue = "default") String tenant,
            @RequestParam(defaultValue = "contact") String entity,
            @RequestParam(required = false) @Nullable String system) {
        RecordStatus status = known(RecordKeys.of(tenant, entity, id));
        List<String> parked = parked(status, system, DeliveryState::isParked);
        if (parked.isEmpty() && !showsAsParked(status.key(), system)) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT, "No delivery of " + status.key() + " is parked, so that none can be skipped.");
        }
        temporal.signal(() -> signals.skip(status.key(), new Skip(system)));
        return asked(status.key(), "skip", parked, List.of());
    }

    /**
     * Whether a run still shows a delivery as parked although the ledger does not. The signal makes the run read the
     * ledger again.
     */
    private boolean showsAsParked(RecordKey key, @Nullable String system) {
        return workflow.ask(key).deliveries().stream()
                .anyMatch(delivery -> delivery.isParked()
                        && (system == null || delivery.system().equals(system)));
    }

    private RecordStatus known(RecordKey key) {
        return store.ledger()
                .status(key)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND,
                        "No change of %s was ever accepted. Check the entity, the id and the tenant.".formatted(key)));
    }

    /** The systems among the selected ones whose deliveries are in such a state. */
    private static List<String> parked(RecordStatus status, @Nullable String system, Predicate<DeliveryState> which) {
        if (system != null && status.deliveries().stream().noneMatch(one -> isOf(one, system))) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND,
                    "%s has no delivery to %s.".formatted(status.key(), RecordKeys.checked("system", system)));
        }
        return status.deliveries().stream()
                .filter(one -> which.test(one.state()) && isOf(one, system))
                .map(Delivery::system)
                .toList();
    }

    private static boolean isOf(Delivery delivery, @Nullable String system) {
        return system == null || delivery.system().equals(system);
    }

    private static SignalView asked(RecordKey key, String asked, List<String> parked, List<String> undecided) {
        return new SignalView(
                RecordName.of(key),
                asked,
                parked,
                WorkflowIds.syncRecord(key.tenant(), key.entity(), key.recordId()),
                undecided.isEmpty() ? null : UNDECIDED.formatted(String.join(" and to ", undecided)));
    }
}
