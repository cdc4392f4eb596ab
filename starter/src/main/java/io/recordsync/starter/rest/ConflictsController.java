package io.recordsync.starter.rest;

import io.recordsync.starter.bridge.lanes.SyncRecordClient;
import io.recordsync.starter.rest.AcceptedView.RecordName;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.ConflictStore.Closed;
import io.recordsync.store.counterpart.ConflictStore.Open;
import io.recordsync.store.counterpart.ConflictStore.Row;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.workflows.Resolve;
import io.recordsync.workflows.ResolveText;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Decides conflicts between a record and its rows. */
@RestController
@Tag(name = "conflicts")
final class ConflictsController {

    static final String ASKED_BY = "person/api";

    private final Store store;
    private final SyncRecordClient signals;
    private final TemporalCalls temporal;

    ConflictsController(Store store, SyncRecordClient signals, TemporalCalls temporal) {
        this.store = store;
        this.signals = signals;
        this.temporal = temporal;
    }

    @PostMapping("/v1/sync/resolve/{record_id}")
    @Operation(
            summary = "Decides a conflict of a record: whose value counts.",
            description = "The record's workflow makes the decision; if none runs, one is started. Without take nothing"
                    + " changes, and the answer says what is needed. The value that gives way is kept.")
    @ApiResponse(responseCode = "200", description = "Nothing has changed: the note says what is needed.")
    @ApiResponse(responseCode = "202", description = "The workflow was signalled.")
    @ApiResponse(responseCode = "409", description = "There is no such conflict, or it cannot be decided so.")
    ResponseEntity<DecisionView> resolve(
            @PathVariable("record_id") String id,
            @RequestParam(defaultValue = "default") String tenant,
            @RequestParam(defaultValue = "contact") String entity,
            @RequestParam String system,
            @Parameter(description = "The record's field. May be left out where one conflict is open at the system.")
                    @RequestParam(required = false)
                    @Nullable String field,
            @Parameter(description = "ours, the record's value, or theirs, the system's.")
                    @RequestParam(required = false)
                    @Nullable String take,
            @Parameter(description = "Why it is decided so; it is kept with the conflict.")
                    @RequestParam(required = false)
                    @Nullable String reason) {
        RecordKey key = known(RecordKeys.of(tenant, entity, id));
        if (take != null && !take.equals(Resolve.OURS) && !take.equals(Resolve.THEIRS)) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "take must be ours or theirs.");
        }
        List<Open> open = open(key, RecordKeys.checked("system", system), field);
        if (open.isEmpty()) {
            return closed(key, system, field);
        }
        if (take == null) {
            return ResponseEntity.ok(view(key, open, null, needed(open)));
        }
        require(open.size() == 1, needed(open));
        ResolveText.refusal(ConflictView.open(open.getFirst()), take).ifPresent(why -> require(false, why));
        temporal.signal(() -> signals.resolve(key, new Resolve(system, field, take, ASKED_BY, reason)));
        String note = "%s of %s at %s counts from now on."
                .formatted(
                        take.equals(Resolve.OURS) ? "The record's value" : "The value",
                        open.getFirst().path(),
                        system);
        return ResponseEntity.accepted().body(view(key, open, SyncRecordClient.id(key), note));
    }

    private RecordKey known(RecordKey key) {
        if (store.ledger().status(key).isEmpty()) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND,
                    "No change of %s was ever accepted. Check the entity, the id and the tenant.".formatted(key));
        }
        return key;
    }

    private List<Open> open(RecordKey key, String system, @Nullable String field) {
        return store.conflicts().openOf(key).stream()
                .filter(one -> one.system().equals(system))
                .filter(one -> field == null || field.equals(one.path()))
                .toList();
    }

    /** A decision that comes again is answered by what was decided. */
    private ResponseEntity<DecisionView> closed(RecordKey key, String system, @Nullable String field) {
        Optional<Counterpart> row =
                Optional.ofNullable(store.counterparts().of(Set.of(key), system).get(key));
        Closed closed = row.flatMap(one ->
                        store.conflicts().lastClosed(new Row(one.place(), one.entity()), Optional.ofNullable(field)))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.CONFLICT, ResolveText.none(system, field)));
        return ResponseEntity.ok(view(
                key,
                List.of(),
                null,
                ResolveText.decidedBefore(system, closed.path(), closed.decision(), closed.by(), closed.closedAt())));
    }

    private static String needed(List<Open> open) {
        return ResolveText.needed(open.stream().map(ConflictView::open).toList());
    }

    private static DecisionView view(RecordKey key, List<Open> open, @Nullable String workflowId, String note) {
        return new DecisionView(
                RecordName.of(key),
                "resolve",
                open.stream().map(one -> ConflictView.of(key, one)).toList(),
                workflowId,
                note);
    }

    private static void require(boolean holds, String why) {
        if (!holds) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, why);
        }
    }
}
