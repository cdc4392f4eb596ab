package io.recordsync.starter.rest;

import io.recordsync.starter.rest.ReadingWorkflow.Chain;
import io.recordsync.starter.rest.StartedRunsView.Started;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.reading.Run;
import io.recordsync.workflows.PushInput;
import io.recordsync.workflows.ReadChangesInput;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Starts runs of readers for people. */
final class RunStarter {

    /** Until tenants have connections of their own, systems are read for this one. */
    static final String TENANT = "default";

    static final String ASKED_BY = "person/api";

    private final Store store;
    private final ReadingWorkflow workflows;

    RunStarter(Store store, ReadingWorkflow workflows) {
        this.store = store;
        this.workflows = workflows;
    }

    /**
     * The readers of a system. The workers say what their rules read.
     *
     * @param entity what to read; empty for all entities
     *
     * @throws ResponseStatusException 404 if the rules do not read them
     */
    List<ReaderKey> readers(String system, Optional<String> entity) {
        List<String> reads = SystemCard.of(store, system).reads();
        if (reads.isEmpty()) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND,
                    ("The rules of its workers read nothing from %s: none of its mappings has the key read. See"
                                    + " docs/rules.md.")
                            .formatted(system));
        }
        if (entity.isPresent() && !reads.contains(entity.get())) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND,
                    "The rules do not read %s from %s. They read: %s."
                            .formatted(entity.get(), system, String.join(", ", reads)));
        }
        return entity.map(List::of).orElse(reads).stream()
                .map(one -> new ReaderKey(TENANT, system, one))
                .toList();
    }

    /** @throws ResponseStatusException 409 if the reader is paused */
    void requireNotPaused(ReaderKey key) {
        store.readerSettings().of(key).paused().ifPresent(pause -> {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT,
                    "The reader of %s is paused by %s: %s It goes on after `recordsync readers resume %s %s`."
                            .formatted(key, pause.by(), sentence(pause.why()), key.system(), key.entity()));
        });
    }

    private static String sentence(String why) {
        return why.matches(".*[.!?]") ? why : why + ".";
    }

    /** Starts a run, or returns the one of the same kind that is running. */
    Started start(ReadChangesInput input) {
        long newest = newest(input.system(), input.entity());
        return started(input.system(), input.entity(), workflows.start(input), newest);
    }

    /** Starts a run that gives a system what it lacks, or returns the one that is running. */
    Started resend(String system, String entity) {
        long newest = newest(system, entity);
        return started(
                system,
                entity,
                workflows.start(new PushInput(TENANT, system, entity, PushInput.RESEND, ASKED_BY, null)),
                newest);
    }

    private static Started started(String system, String entity, Chain workflow, long newest) {
        return new Started(system, entity, workflow.id(), workflow.run(), newest);
    }

    private long newest(String system, String entity) {
        return store.runs().history(TENANT, Optional.of(system), Optional.of(entity), Optional.empty(), 1).stream()
                .mapToLong(Run::id)
                .findFirst()
                .orElse(0);
    }

    /** Starts the reading of what has changed. */
    Started delta(ReaderKey key) {
        return start(
                new ReadChangesInput(key.tenant(), key.system(), key.entity(), null, null, null, null, ASKED_BY, null));
    }
}
