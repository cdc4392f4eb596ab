package io.recordsync.starter.rest;

import io.recordsync.connectors.Capabilities.BatchForm;
import io.recordsync.connectors.Capabilities.Writing;
import io.recordsync.connectors.SystemDescriptor;
import io.recordsync.store.Store;
import io.recordsync.store.process.SystemCards.Told;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.SampleStore.Sample;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.json.JsonMapper;

/** Shows what dry runs would change. */
@RestController
@Tag(name = "runs")
final class RunSamplesController {

    private final Store store;

    RunSamplesController(Store store) {
        this.store = store;
    }

    @GetMapping("/v1/sync/runs/{id}/samples")
    @Operation(
            summary = "Shows what a dry run would change, or the rows and calls of a run with debug.",
            description =
                    "Of a dry run the first 1,000 rows that a run would change, or that need a person, field by field"
                            + " with their values; for 24 hours. And how many deliveries would follow. Of a run with"
                            + " debug its first calls and rows with their verdicts, without values.")
    RunSamplesView samples(
            @PathVariable long id,
            @Parameter(description = "The largest number of rows, 1 to 1000.") @RequestParam(defaultValue = "1000")
                    int limit,
            @Parameter(description = "The value of next from the previous page; 0 for the first one.")
                    @RequestParam(defaultValue = "0")
                    int after) {
        if (limit < 1 || limit > 1000) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "limit must be from 1 to 1000.");
        }
        if (store.runs().find(id).filter(RunSamplesController::isShown).isEmpty()) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "There is no such run that shows its rows: one with dry_run or debug.");
        }
        List<Sample> samples = store.runs().samples().of(id, after, limit);
        Map<String, Long> deliveries = store.runs().samples().deliveries(id);
        return new RunSamplesView(
                deliveries,
                calls(deliveries),
                samples.stream().map(RunSamplesView::row).toList(),
                samples.size() < limit ? null : samples.getLast().n());
    }

    @GetMapping("/v1/sync/runs/{id}/deliveries")
    @Operation(
            summary = "Says what became of the records that a run has changed, at other systems.",
            description = "A system that is given none of them has zeros. None is listed if the run changed nothing.")
    RunDeliveriesView deliveries(
            @PathVariable long id,
            @Parameter(description = "The systems, separated by commas.") @RequestParam List<String> to) {
        if (store.runs().find(id).isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such run.");
        }
        to.forEach(system -> SystemCard.of(store, system));
        return new RunDeliveriesView(store.runs().samples().delivered().of(id, to).stream()
                .map(one -> new RunDeliveriesView.OfSystem(one.system(), one.waiting(), one.delivered(), one.parked()))
                .toList());
    }

    private static boolean isShown(Run run) {
        return run.isDry() || run.options().debug();
    }

    /** At least so many, because a batch holds records that wait at the same time. */
    private Map<String, Long> calls(Map<String, Long> deliveries) {
        Map<String, Long> calls = new TreeMap<>();
        store.systems().told().forEach(told -> {
            Long count = deliveries.get(told.system());
            if (count != null) {
                writing(told).ifPresent(writing -> calls.put(told.system(), calls(count, writing)));
            }
        });
        return calls;
    }

    private static long calls(long deliveries, Writing writing) {
        int batch = writing.batch() == BatchForm.ONE_CALL ? Math.max(1, writing.largestBatch()) : 1;
        return (deliveries + batch - 1) / batch;
    }

    private static Optional<Writing> writing(Told told) {
        return JsonMapper.shared()
                .readValue(told.card(), SystemDescriptor.class)
                .capabilities()
                .map(capabilities -> capabilities.writing());
    }
}
