package io.recordsync.starter.rest;

import io.recordsync.starter.rest.ReadingWorkflow.Chain;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.reading.ReaderSettingsStore.FullRun;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.RunStatus;
import io.recordsync.workflows.ReadChangesInput;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Starts the reading of systems, and lists the runs. */
@RestController
@Tag(name = "runs")
final class RunsController {

    private static final Set<String> LINKS = Set.of("ours", "theirs", "newest");
    private static final int MOST_LISTED = 1000;
    private static final int LARGEST_PAGE = 10_000;

    private final Store store;
    private final ReadingWorkflow workflows;
    private final RunStarter runs;
    private final InstantSource clock;

    RunsController(Store store, ReadingWorkflow workflows, RunStarter runs, InstantSource clock) {
        this.store = store;
        this.workflows = workflows;
        this.runs = runs;
        this.clock = clock;
    }

    @PostMapping("/v1/sync/runs")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Reads what people have changed in a system.",
            description = "A run begins at the first that is given: since, force_overwrite or link, full, and where the"
                    + " last run ended. If the reader has a run under way, that is the one; no second one starts.")
    @ApiResponse(responseCode = "202", description = "The runs are started.")
    StartedRunsView start(
            @RequestParam String system,
            @Parameter(description = "Default: all entities that the rules read from the system.") @RequestParam
                    Optional<String> entity,
            @Parameter(description = "Reads all rows, and not only those that have changed.")
                    @RequestParam(defaultValue = "false")
                    boolean full,
            @Parameter(description = "Reads what has changed since a date, a time, or a span such as 7d.") @RequestParam
                    Optional<String> since,
            @Parameter(description = "The largest number of rows; 0 for all.")
                    @RequestParam(name = "max_records", defaultValue = "0")
                    long maxRecords,
            @Parameter(
                            description =
                                    "The number of rows of a page. Default: the system's largest, at most 2,000, or"
                                            + " 10,000 where little is new.")
                    @RequestParam(name = "batch_size")
                    Optional<Integer> batchSize,
            @Parameter(
                            description = "Every field that is read takes the system's value, whoever owns it, in all"
                                    + " rows or in those that since asks for. Fields that are only written stay.")
                    @RequestParam(name = "force_overwrite", defaultValue = "false")
                    boolean overwrite,
            @Parameter(
                            description = "Whose values are taken where a row and its record have differed since they"
                                    + " were linked: ours, theirs or newest. Default: as the rules say.")
                    @RequestParam
                    Optional<String> link,
            @Parameter(
                            description = "Judges the rows and writes nothing: /v1/sync/runs/{id}/samples shows what a"
                                    + " run would change.")
                    @RequestParam(name = "dry_run", defaultValue = "false")
                    boolean dry,
            @Parameter(description = "The worker's log shows the judgement of each row and each call of the run.")
                    @RequestParam(defaultValue = "false")
                    boolean debug) {
        require(maxRecords >= 0, "max_records must be 0 or more.");
        require(
                batchSize.map(size -> size >= 1 && size <= LARGEST_PAGE).orElse(true),
                "batch_size must be from 1 to 10000.");
        require(link.map(LINKS::contains).orElse(true), "link must be ours, theirs or newest.");
        @Nullable Instant from = since.map(this::time).orElse(null);
        List<ReaderKey> readers = runs.readers(system, entity);
        readers.forEach(runs::requireNotPaused);
        return new StartedRunsView(readers.stream()
                .map(one -> runs.start(new ReadChangesInput(
                        one.tenant(),
                        one.system(),
                        one.entity(),
                        full,
                        from,
                        maxRecords,
                        batchSize.orElse(null),
                        RunStarter.ASKED_BY,
                        null,
                        overwrite ? true : null,
                        link.orElse(null),
                        dry ? true : null,
                        debug ? true : null)))
                .toList());
    }

    @PostMapping("/v1/sync/resends")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Gives a system again what it lacks.",
            description = "A run goes through all records of the entity and makes due each that would be given to the"
                    + " system otherwise than it was, for instance after a change of the rules. If such a run is under"
                    + " way, that is the one; no second one starts.")
    @ApiResponse(responseCode = "202", description = "The run is started.")
    StartedRunsView resend(@RequestParam String system, @RequestParam String entity) {
        SystemCard.of(store, system);
        return new StartedRunsView(List.of(runs.resend(system, entity)));
    }

    @GetMapping("/v1/sync/runs")
    @Operation(summary = "Lists the runs, the newest first.")
    RunsView list(
            @RequestParam Optional<String> system,
            @RequestParam Optional<String> entity,
            @Parameter(description = "The largest number of runs, 1 to 1000.") @RequestParam(defaultValue = "20")
                    int limit,
            @Parameter(description = "The value of next from the previous page; absent for the first page.")
                    @RequestParam
                    Optional<String> after) {
        require(limit >= 1 && limit <= MOST_LISTED, "limit must be from 1 to 1000.");
        Optional<Long> before =
                after.map(cursor -> PageCursor.read(cursor, Place.class).id());
        List<Run> listed = store.runs().history(RunStarter.TENANT, system, entity, before, limit);
        return new RunsView(
                listed.stream().map(RunView::of).toList(),
                listed.size() < limit
                        ? null
                        : PageCursor.of(new Place(listed.getLast().id())));
    }

    /** Where a page of runs ends. */
    record Place(long id) {}

    @GetMapping("/v1/sync/runs/{id}")
    @Operation(summary = "Returns one run.")
    RunView one(@PathVariable long id) {
        return store.runs().find(id).map(this::view).orElseThrow(RunsController::noSuchRun);
    }

    private RunView view(Run run) {
        RunView view = RunView.of(run);
        return run.isRunning() ? expected(run).map(view::expecting).orElse(view) : view;
    }

    private Optional<Long> expected(Run run) {
        if (run.most() > 0) {
            return Optional.of(run.most());
        }
        return run.course().completes()
                ? store.readerSettings().lastFullRun(run.key()).map(FullRun::rows)
                : Optional.empty();
    }

    private static ResponseStatusException noSuchRun() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such run.");
    }

    @PostMapping("/v1/sync/runs/{id}/cancel")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Ends a run after its page.",
            description = "What it has read stays. Of a run that has ended already, this says how.")
    @ApiResponse(responseCode = "202", description = "The run as it is now.")
    RunView cancel(@PathVariable long id) {
        Run run = store.runs().find(id).orElseThrow(RunsController::noSuchRun);
        if (run.isRunning() && !workflows.cancel(run.workflowId())) {
            // Its workflow was terminated, so that nobody else ends it.
            store.runs().end(id, run.fence(), Optional.of(RunStatus.CANCELLED), Optional.empty());
        }
        return one(id);
    }

    @GetMapping("/v1/sync/runs/started")
    @Operation(
            summary = "Says whether what was asked for has ended.",
            description = "A run that ended while it was asked for has no newer one after it; this says which it was.")
    StartedRunView started(
            @Parameter(description = "As the start has answered.") @RequestParam(name = "workflow_id")
                    String workflowId,
            @Parameter(description = "As the start has answered.") @RequestParam(name = "workflow_run")
                    String workflowRun) {
        return workflows
                .end(new Chain(workflowId, workflowRun))
                .map(end -> end.run() == 0
                        ? new StartedRunView(true, null, end.error())
                        : new StartedRunView(true, one(end.run()), null))
                .orElseGet(() -> new StartedRunView(false, null, null));
    }

    private Instant time(String since) {
        return SinceTime.parse(since, clock.instant())
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.BAD_REQUEST,
                        "since must be %s, and not later than now.".formatted(SinceTime.ALLOWED)));
    }

    private static void require(boolean holds, String why) {
        if (!holds) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, why);
        }
    }
}
