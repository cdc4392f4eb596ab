package io.recordsync.starter.rest;

import io.recordsync.store.Store;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** How everything stands. */
@RestController
@Tag(name = "overview")
final class OverviewController {

    private static final int MOST = 1000;

    private final Store store;

    OverviewController(Store store) {
        this.store = store;
    }

    @GetMapping("/v1/status")
    @Operation(summary = "Counts events, deliveries and calls, and names the circuits that are open.")
    Overview status() {
        return Overview.of(store);
    }

    @GetMapping("/v1/parked")
    @Operation(summary = "Lists the parked deliveries of a tenant, the longest parked first.")
    ParkedView parked(
            @RequestParam(defaultValue = "default") String tenant,
            @Parameter(description = "How many at most, 1 to 1000.") @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > MOST) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "limit must be a whole number from 1 to %d.".formatted(MOST));
        }
        return ParkedView.of(store.ledger().parked(RecordKeys.checked("tenant", tenant), limit));
    }
}
