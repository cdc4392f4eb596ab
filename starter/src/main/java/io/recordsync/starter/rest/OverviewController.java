package io.recordsync.starter.rest;

import io.recordsync.store.DeliveryPages.Filter;
import io.recordsync.store.DeliveryState;
import io.recordsync.store.Store;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
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

    @GetMapping("/v1/sync/status")
    @Operation(
            summary = "Counts events, deliveries and calls, names the circuits that are open, and lists deliveries.",
            description = "The counts are for all tenants and are on the first page alone;"
                    + " the list is of one tenant's deliveries, as the parameters say.")
    StatusView status(
            @RequestParam(defaultValue = "default") String tenant,
            @RequestParam Optional<String> entity,
            @Parameter(description = "due, delivered, deleted, unrouted, parked or skipped.") @RequestParam
                    Optional<String> state,
            @RequestParam Optional<String> system,
            @Parameter(description = "The error's code, such as REQUIRED_FIELD_MISSING.") @RequestParam
                    Optional<String> reason,
            @Parameter(description = "How many deliveries at most, 1 to 1000.") @RequestParam(defaultValue = "50")
                    int limit,
            @Parameter(description = "What the page before gave as next.") @RequestParam Optional<String> after) {
        Filter filter = new Filter(
                RecordKeys.checked("tenant", tenant),
                entity.map(name -> RecordKeys.checked("entity", name)),
                state.map(OverviewController::state),
                system.map(name -> RecordKeys.checked("system", name)),
                reason.map(code -> RecordKeys.checked("reason", code)));
        return page(filter, bounded(limit), after);
    }

    private StatusView page(Filter filter, int limit, Optional<String> after) {
        return StatusView.of(
                after.isPresent() ? null : Overview.of(store),
                store.deliveryPages().page(filter, after.map(Cursor::read), limit + 1),
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
        if (limit < 1 || limit > MOST) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "limit must be a whole number from 1 to %d.".formatted(MOST));
        }
        return limit;
    }
}
