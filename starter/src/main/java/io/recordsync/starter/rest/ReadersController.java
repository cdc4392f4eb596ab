package io.recordsync.starter.rest;

import io.recordsync.rules.Intervals;
import io.recordsync.starter.reading.ReaderPlan;
import io.recordsync.starter.reading.ReaderScheduling;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.reading.ReaderSettings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Lists the readers of systems, sets how often they read, and pauses them. */
@RestController
@Tag(name = "runs")
final class ReadersController {

    private static final Logger LOG = LoggerFactory.getLogger(ReadersController.class);

    private static final int LONGEST_TEXT = 500;

    /** The time limit for all calls to Temporal together. */
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private final Store store;
    private final ReaderScheduling scheduling;
    private final RunStarter runs;
    private final TemporalCalls temporal;

    ReadersController(Store store, ReaderScheduling scheduling, RunStarter runs, TemporalCalls temporal) {
        this.store = store;
        this.scheduling = scheduling;
        this.runs = runs;
        this.temporal = temporal;
    }

    @GetMapping("/v1/sync/readers")
    @Operation(summary = "Lists the readers: how often they read, and their last and next runs.")
    ReadersView list() {
        Optional<Boolean> exist = asked(() -> Optional.of(scheduling.schedules().exist()));
        List<ReaderPlan> plans = scheduling.all();
        return temporal.within(
                DEADLINE,
                () -> new ReadersView(
                        plans.stream()
                                .map(plan -> view(plan, exist.orElse(false)))
                                .toList(),
                        exist.orElse(null)));
    }

    @GetMapping("/v1/sync/readers/{system}/{entity}")
    @Operation(summary = "Returns one reader.")
    ReaderView one(@PathVariable String system, @PathVariable String entity) {
        ReaderPlan plan = plan(system, entity);
        return temporal.within(DEADLINE, () -> view(plan, true));
    }

    @PutMapping("/v1/sync/readers/{system}/{entity}")
    @Operation(
            summary = "Sets how often a reader reads, and pauses or resumes it.",
            description = "What is set goes before the rule file, until it is removed. What is absent stays as it is."
                    + " A paused reader starts no run, and one under way waits before its next page.")
    ReaderView set(@PathVariable String system, @PathVariable String entity, @RequestBody ReaderChange change) {
        ReaderKey key = plan(system, entity).key();
        ReaderSettings.Intervals intervals = new ReaderSettings.Intervals(
                interval("every", change.every()),
                interval("deletes_every", change.deletesEvery()),
                interval("full", change.full()));
        String by = text("by", Optional.ofNullable(change.by()).orElse(RunStarter.ASKED_BY));
        boolean sets = Stream.of(intervals.every(), intervals.deletesEvery(), intervals.full())
                .anyMatch(Optional::isPresent);
        require(sets || change.paused() != null, "Give every, full, deletes_every or paused.");
        boolean pauses = Boolean.TRUE.equals(change.paused());
        String why =
                sets || pauses ? text("why", Optional.ofNullable(change.why()).orElse("")) : "";
        if (sets) {
            store.readerSettings().set(key, intervals, by, why);
        }
        if (pauses) {
            store.readerSettings().pause(key, by, why);
        } else if (change.paused() != null) {
            store.readerSettings().resume(key);
        }
        LOG.info("The reader of {} is changed by {}", key, by);
        return kept(key);
    }

    @DeleteMapping("/v1/sync/readers/{system}/{entity}")
    @Operation(summary = "Removes the intervals that were set, so that those of the rule file hold. A pause stays.")
    ReaderView reset(@PathVariable String system, @PathVariable String entity) {
        ReaderKey key = plan(system, entity).key();
        store.readerSettings().reset(key);
        LOG.info("The reader of {} has the intervals of the rule file again", key);
        return kept(key);
    }

    private ReaderView kept(ReaderKey key) {
        ReaderPlan plan = plan(key.system(), key.entity());
        return temporal.within(DEADLINE, () -> {
            scheduling.keep(plan);
            return view(plan, true);
        });
    }

    private ReaderPlan plan(String system, String entity) {
        ReaderKey key = runs.readers(system, Optional.of(entity)).getFirst();
        return scheduling
                .find(key)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such reader."));
    }

    private ReaderView view(ReaderPlan plan, boolean hasSchedules) {
        ReaderKey key = plan.key();
        Optional<RunView> last = store
                .runs()
                .history(key.tenant(), Optional.of(key.system()), Optional.of(key.entity()), Optional.empty(), 1)
                .stream()
                .map(RunView::of)
                .findFirst();
        Optional<Instant> next =
                hasSchedules ? asked(() -> scheduling.schedules().next(key)) : Optional.empty();
        return ReaderView.of(plan, store.readers().of(key), last, next);
    }

    /** What Temporal says; empty if it does not answer. */
    private <T> Optional<T> asked(Supplier<Optional<T>> question) {
        try {
            return temporal.within(DEADLINE, question);
        } catch (RuntimeException e) {
            LOG.debug("Temporal does not answer about a schedule", e);
            return Optional.empty();
        }
    }

    private static Optional<Duration> interval(String name, @Nullable String text) {
        return Optional.ofNullable(text)
                .map(given -> Intervals.read(given)
                        .orElseThrow(() -> new ResponseStatusException(
                                HttpStatus.BAD_REQUEST, name + " is not a duration" + Intervals.HINT + ".")));
    }

    private static String text(String name, String text) {
        require(!text.isBlank(), "Give the reason in why.");
        require(
                text.length() <= LONGEST_TEXT && text.chars().noneMatch(Character::isISOControl),
                name + " must be one line of at most 500 characters.");
        return text.strip();
    }

    private static void require(boolean holds, String why) {
        if (!holds) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, why);
        }
    }
}
