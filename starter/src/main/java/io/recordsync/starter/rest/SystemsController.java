package io.recordsync.starter.rest;

import io.recordsync.connectors.SystemDescriptor;
import io.recordsync.store.Store;
import io.recordsync.workflows.DescribeRequest;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.SystemDescription;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Lists the systems with their capabilities, and the fields of each. */
@RestController
@Tag(name = "systems")
final class SystemsController {

    private final Store store;
    private final DescribingWorkflow describing;

    SystemsController(Store store, DescribingWorkflow describing) {
        this.store = store;
        this.describing = describing;
    }

    @GetMapping("/v1/crms/available")
    @Operation(
            summary = "Lists the systems: capabilities, quota used and left, open circuits, age of credentials.",
            description = "Each worker writes the descriptions of its systems when it starts, and again when they"
                    + " change. The list is empty until a worker has started.")
    SystemsView systems() {
        return SystemsView.of(store);
    }

    @GetMapping("/v1/crms/{crm}/schema")
    @Operation(
            summary = "Returns the settings of a system and the fields of its objects.",
            description = "A worker with the system's credentials reads the fields from the system. They are at"
                    + " most ten minutes old.")
    SchemaView schema(
            @PathVariable String crm,
            @RequestParam(defaultValue = "default") String tenant,
            @Parameter(description = "One of the entities that the rules map. Default: all of them.") @RequestParam
                    Optional<String> entity) {
        SystemDescriptor card = SystemCard.of(store, crm);
        if (card.capabilities().isEmpty()) {
            return new SchemaView(crm, card.settings(), List.of());
        }
        DescribeRequest request = new DescribeRequest(
                RecordKeys.checked("tenant", tenant),
                crm,
                entity.map(name -> RecordKeys.checked("entity", name)).orElse(null));
        return new SchemaView(crm, card.settings(), described(request).entities());
    }

    private SystemDescription described(DescribeRequest request) {
        try {
            return describing.ask(request);
        } catch (WorkflowFailedException e) {
            throw new ResponseStatusException(status(e), sentence(request, e), e);
        }
    }

    private static HttpStatus status(WorkflowFailedException failure) {
        return cause(failure)
                .filter(cause -> cause.getType().equals(FailureTypes.UNKNOWN_ENTITY))
                .map(cause -> HttpStatus.NOT_FOUND)
                .orElse(HttpStatus.SERVICE_UNAVAILABLE);
    }

    private static String sentence(DescribeRequest request, WorkflowFailedException failure) {
        return cause(failure)
                .map(ApplicationFailure::getOriginalMessage)
                .orElse(("No worker of %s answered. Check that one is running, and that the system's circuit"
                                + " is closed.")
                        .formatted(request.system()));
    }

    private static Optional<ApplicationFailure> cause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApplicationFailure told) {
                return Optional.of(told);
            }
        }
        return Optional.empty();
    }
}
