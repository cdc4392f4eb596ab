package io.recordsync.starter.rest;

import io.recordsync.store.counterpart.ReaderKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Reads two systems, so that what was edited in each of them reaches the other. */
@RestController
@Tag(name = "runs")
final class BothWaysController {

    private static final Logger LOG = LoggerFactory.getLogger(BothWaysController.class);

    private static final String TO = "-to-";

    private final RunStarter runs;

    BothWaysController(RunStarter runs) {
        this.runs = runs;
    }

    private record Pair(String source, String target) {}

    @PostMapping("/v1/sync/{pair:.+-to-.+}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Reads what has changed in two systems, and gives it to both.",
            description = "The pair is written as {source}-to-{target}, such as database-to-salesforce. Both are read,"
                    + " so that the order does not matter.")
    @ApiResponse(responseCode = "202", description = "The runs are started.")
    @ApiResponse(responseCode = "404", description = "One of the systems is unknown or not read.")
    BothWaysView start(
            @PathVariable String pair,
            @Parameter(
                            description =
                                    "The customer whose settings hold. A customer without connections of its own has"
                                            + " those of the tenant default.")
                    @RequestParam(name = "customer_id")
                    Optional<String> customerId) {
        Pair systems = pair(pair);
        List<ReaderKey> readers = Stream.of(systems.source(), systems.target())
                .flatMap(system -> runs.readers(system, Optional.empty()).stream())
                .toList();
        readers.forEach(runs::requireNotPaused);
        return new BothWaysView(
                readers.stream().map(runs::delta).toList(),
                customerId.map(BothWaysController::note).orElse(null));
    }

    private static String note(String customerId) {
        LOG.info("A customer without connections of its own is read by the runs of the tenant default");
        return "The customer %s has no connections of its own: these are the runs of the tenant default."
                .formatted(customerId);
    }

    /** The names of systems may hold the word that separates them. The first pair of known ones counts. */
    private Pair pair(String text) {
        List<Pair> possible = IntStream.range(0, text.length())
                .filter(place -> text.startsWith(TO, place))
                .mapToObj(place -> new Pair(text.substring(0, place), text.substring(place + TO.length())))
                .toList();
        return possible.stream()
                .filter(pair -> isKnown(pair.source()) && isKnown(pair.target()))
                .findFirst()
                .orElseGet(possible::getFirst);
    }

    private boolean isKnown(String system) {
        try {
            runs.readers(system, Optional.empty());
            return true;
        } catch (ResponseStatusException e) {
            return false;
        }
    }
}
