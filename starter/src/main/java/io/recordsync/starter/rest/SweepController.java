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
            summary =
                    "Tells Temporal of the records of all tenants that are not settled or are parked, a stretch at a time.",
            description =
                    "For when Temporal's store was lost or restored; what a dead process has left the starter finds by itself."
                            + " May be asked for again at any time: nothing is sent to a system twice for it.")
    @ApiResponse(responseCode = "202", description = "Temporal is told of those of this stretch.")
    SweptView sweep(
            @Parameter(description = "What the stretch before gave as next; none for the first.") @RequestParam
                    Optional<String> after) {
        return SweptView.of(sweeper.sweepAll(after.map(cursor -> PageCursor.read(cursor, RecordKey.class))));
    }
}
