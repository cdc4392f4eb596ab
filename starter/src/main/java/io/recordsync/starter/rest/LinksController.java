package io.recordsync.starter.rest;

import io.recordsync.starter.bridge.lanes.SyncRecordClient;
import io.recordsync.starter.rest.AcceptedView.RecordName;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.ConflictStore.Decision;
import io.recordsync.store.delivery.RowLinks.Answer;
import io.recordsync.store.ledger.RecordKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Says which record a row of a system is. The ledger alone is written; the records' workflows are told. */
@RestController
@Tag(name = "conflicts")
final class LinksController {

    private final Store store;
    private final SyncRecordClient signals;
    private final TemporalCalls temporal;

    LinksController(Store store, SyncRecordClient signals, TemporalCalls temporal) {
        this.store = store;
        this.signals = signals;
        this.temporal = temporal;
    }

    @PostMapping("/v1/sync/link/{record_id}")
    @Operation(
            summary = "Gives a row of a system that is read to a record.",
            description = "The record that was made because of the row is deleted, if it has no changes from elsewhere."
                    + " Its rows at other systems that are read stay: they become the record's, or are kept apart if"
                    + " the record has a row there. A row that the record had there before is kept apart. The row is"
                    + " read, and its values are compared with the record's as at a first contact.")
    @ApiResponse(responseCode = "200", description = "The row is the record's.")
    @ApiResponse(responseCode = "404", description = "There is no such record, or no such row was ever read.")
    @ApiResponse(responseCode = "409", description = "The row is another record's, which has changes from elsewhere.")
    DecisionView link(
            @PathVariable("record_id") String id,
            @RequestParam(defaultValue = "default") String tenant,
            @RequestParam(defaultValue = "contact") String entity,
            @RequestParam String system,
            @Parameter(description = "The id of the row in the system.") @RequestParam("external_id") String externalId,
            @Parameter(description = "Why.") @RequestParam(required = false) @Nullable String reason) {
        RecordKey key = RecordKeys.of(tenant, entity, id);
        String row = RecordKeys.checked("external_id", externalId);
        Answer answer = store.rowLinks()
                .link(key, RecordKeys.checked("system", system), row, keyId(), decision("linked", reason));
        String other = answer.other().orElse("");
        String note = switch (answer.outcome()) {
            case DONE ->
                "The row %s of %s is the record's now%s%s. It is read next, and compared with the record."
                        .formatted(row, system, retired(answer), left(answer));
            case DONE_BEFORE -> "The row %s of %s was the record's before. Nothing has changed.".formatted(row, system);
            case NO_RECORD -> throw noRecord(key);
            case NO_ROW ->
                throw new ResponseStatusException(
                        HttpStatus.NOT_FOUND,
                        "No row %s of %s is known. Check the id, and let the system be read: recordsync sync %s."
                                .formatted(row, system, system));
            case HAS_OTHER_SOURCES ->
                throw new ResponseStatusException(
                        HttpStatus.CONFLICT,
                        ("The row %s of %s is that of the record %s, which has changes from elsewhere too, so that it"
                                        + " cannot be given up for this one. Take the row from it first: recordsync"
                                        + " unlink %s %s.")
                                .formatted(row, system, other, other, system));
            case UNDER_WAY -> throw underWay(system);
        };
        tell(answer);
        return view(key, "link", note);
    }

    @PostMapping("/v1/sync/unlink/{record_id}")
    @Operation(
            summary = "Takes a row of a system that is read from its record.",
            description = "The row is no record's, and is not matched again before somebody links it. The record's next"
                    + " change makes a row of its own.")
    @ApiResponse(responseCode = "200", description = "The row is no record's.")
    @ApiResponse(responseCode = "404", description = "There is no such record, or it has no row there.")
    DecisionView unlink(
            @PathVariable("record_id") String id,
            @RequestParam(defaultValue = "default") String tenant,
            @RequestParam(defaultValue = "contact") String entity,
            @RequestParam String system,
            @Parameter(
                            description = "The id of the row in the system, where it is not certain that the row is"
                                    + " the record's. Default: the record's row.")
                    @RequestParam("external_id")
                    Optional<String> externalId,
            @Parameter(description = "Why.") @RequestParam(required = false) @Nullable String reason) {
        RecordKey key = RecordKeys.of(tenant, entity, id);
        Answer answer = store.rowLinks()
                .unlink(key, RecordKeys.checked("system", system), externalId, keyId(), decision("unlinked", reason));
        String note = switch (answer.outcome()) {
            case DONE -> "The row at %s is no record's now, and stays so until somebody links it.".formatted(system);
            case DONE_BEFORE -> "The row at %s was no record's before. Nothing has changed.".formatted(system);
            case NO_RECORD -> throw noRecord(key);
            case UNDER_WAY -> throw underWay(system);
            case NO_ROW, HAS_OTHER_SOURCES ->
                throw new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "%s has no such row at %s.".formatted(key, system));
        };
        return view(key, "unlink", note);
    }

    private static String retired(Answer answer) {
        return answer.other()
                .map(", and the record %s, which was made of it, is deleted"::formatted)
                .orElse("");
    }

    private static String left(Answer answer) {
        return answer.left().map(", and the row %s is kept apart"::formatted).orElse("");
    }

    /** A workflow that is not told of its record is told by the sweeper. */
    private void tell(Answer answer) {
        answer.changed()
                .forEach(one ->
                        temporal.signal(() -> signals.changed(one.change().key(), one.revision())));
    }

    private int keyId() {
        return store.hashes().get().keyId();
    }

    private static Decision decision(String what, @Nullable String reason) {
        return new Decision(what, ConflictsController.ASKED_BY, Optional.ofNullable(reason));
    }

    private static DecisionView view(RecordKey key, String asked, String note) {
        return new DecisionView(RecordName.of(key), asked, List.of(), null, note);
    }

    private static ResponseStatusException noRecord(RecordKey key) {
        return new ResponseStatusException(
                HttpStatus.NOT_FOUND,
                "There is no record %s, or it is deleted. Check the entity, the id and the tenant.".formatted(key));
    }

    private static ResponseStatusException underWay(String system) {
        return new ResponseStatusException(
                HttpStatus.CONFLICT,
                "A delivery to %s is under way, or what came of it is not known yet. Repeat this when it has ended."
                        .formatted(system));
    }
}
