package io.recordsync.starter.rest;

import io.recordsync.store.Store;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.status.DeliveryPages.Filter;
import io.recordsync.store.status.DeliveryPages.Place;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Lists deliveries and counts everything. */
@RestController
@Tag(name = "overview")
final class OverviewController {

    private static final int MAX_LISTED = 1000;
    private static final int USUAL = 50;

    private final Store store;
    private final Duration mostCounting;

    /** @param mostCounting the longest time for each of the counts */
    OverviewController(Store store, Duration mostCounting) {
        this.store = store;
        this.mostCounting = mostCounting;
    }

    @GetMapping("/v1/sync/counts")
    @Operation(
            summary = "Counts the events, deliveries and calls of all tenants, and lists the open circuits.",
            description = "Reads the whole ledger, and fails if that takes too long.")
    @ApiResponse(responseCode = "200", description = "The counts are complete.")
    @ApiResponse(responseCode = "503", description = "Counting took too long.")
    Overview counts() {
        try {
            return Overview.of(store, mostCounting);
        } catch (QueryTimeoutException e) {
            throw new ResponseStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    String.format(
                            Locale.ROOT,
                            "The counts took too long: PostgreSQL had not read the ledger after %d seconds,"
                                    + " and the query was cancelled. Lists of deliveries, the status of a record, and"
                                    + " the list of systems with their open circuits are still available.",
                            mostCounting.toSeconds()),
                    e);
        }
    }

    @GetMapping("/v1/sync/status")
    @Operation(
            summary = "Lists one tenant's deliveries that match the parameters; without any parameter, also"
                    + " returns the counts.",
            description = "A list has no counts. They are available at /v1/sync/counts.")
    StatusView status(
            @Parameter(description = "The tenant of the deliveries; default: default.") @RequestParam
                    Optional<String> tenant,
            @RequestParam Optional<String> entity,
            @Parameter(
                            description = "due, delivered, deleted, unrouted, parked, skipped, gone or"
                                    + " conflict; parked also lists conflict.")
                    @RequestParam
                    Optional<String> state,
            @RequestParam Optional<String> system,
            @Parameter(description = "An error code, such as REQUIRED_FIELD_MISSING.") @RequestParam
                    Optional<String> reason,
            @Parameter(description = "The largest number of deliveries, 1 to 1000; default: 50.") @RequestParam
                    Optional<Integer> limit,
            @Parameter(description = "The value of next from the previous page.") @RequestParam
                    Optional<String> after) {
        boolean isList =
                Stream.of(tenant, entity, state, system, reason, limit, after).anyMatch(Optional::isPresent);
        Filter filter = new Filter(
                RecordKeys.checked("tenant", tenant.orElse("default")),
                entity.map(name -> RecordKeys.checked("entity", name)),
                state.map(OverviewController::state),
                system.map(name -> RecordKeys.checked("system", name)),
                reason.map(code -> RecordKeys.checked("reason", code)));
        return page(isList ? null : counts(), filter, bounded(limit.orElse(USUAL)), after);
    }

    private StatusView page(@Nullable Overview counts, Filter filter, int limit, Optional<String> after) {
        return StatusView.of(
                counts,
                store.deliveryPages()
                        .page(filter, after.map(cursor -> PageCursor.read(cursor, Place.class)), limit + 1),
                limit);
    }

    private static DeliveryState state(String name) {
        return Arrays.stream(DeliveryState.values())
                .filter(state -> lower(state).equals(name))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.BAD_REQUEST,
                        Arrays.stream(DeliveryState.values())
                                .map(OverviewController::lower)
                                .collect(Collectors.joining(", ", "state must be one of ", "."))));
    }

    private static String lower(DeliveryState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static int bounded(int limit) {
        if (limit < 1 || limit > MAX_LISTED) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST,
                    String.format(Locale.ROOT, "limit must be a whole number from 1 to %d.", MAX_LISTED));
        }
        return limit;
    }
}
