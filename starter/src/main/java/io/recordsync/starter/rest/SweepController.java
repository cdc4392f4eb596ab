package io.recordsync.starter.rest;

import io.recordsync.starter.bridge.sweep.Sweeper;
import io.recordsync.store.ledger.RecordKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The sweep that a person requests after Temporal has lost its data. */
@RestController
@Tag(name = "records")
final class SweepController {

    private final Sweeper sweeper;

    SweepController(Sweeper sweeper) {
        this.sweeper = sweeper;
    }

    @PostMapping("/v1/sync/sweep")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Signals the workflows of all tenants' records that are unsettled or parked, one page at a time.",
            description = "For use after Temporal has lost its data, or was restored. After the end of a process"
                    + " it is not needed, because the starter finds such records automatically. It can be"
                    + " repeated at any time, and sends nothing to a system twice.")
    @ApiResponse(responseCode = "202", description = "The workflows of this page's records were signalled.")
    SweptView sweep(
            @Parameter(description = "The value of next from the previous page; absent for the first page.")
                    @RequestParam
                    Optional<String> after) {
        return SweptView.of(sweeper.sweepAll(after.map(cursor -> PageCursor.read(cursor, RecordKey.class))));
    }
}
