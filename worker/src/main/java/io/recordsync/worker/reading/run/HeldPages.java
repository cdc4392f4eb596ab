package io.recordsync.worker.reading.run;

import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Capabilities.Identity;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.rules.Deletes;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.reading.GoneRow;
import io.recordsync.store.reading.HeldDeleteStore;
import io.recordsync.store.reading.HeldField.Decision;
import io.recordsync.store.reading.HeldFieldStore;
import io.recordsync.store.reading.HeldRowStore;
import io.recordsync.store.reading.HeldRowStore.State;
import io.recordsync.worker.delivery.Attempts.Attempt;
import io.recordsync.worker.delivery.retry.ActivityFailures;
import io.recordsync.worker.reading.GoneRows;
import io.recordsync.worker.reading.Readings;
import io.recordsync.worker.reading.SeenRow;
import io.recordsync.worker.reading.run.VendorQuestion.Answer;
import io.recordsync.workflows.DecideHeldRequest;
import io.recordsync.workflows.DecideHeldResult;
import io.recordsync.workflows.FailureTypes;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Carries out what was decided about held deletes, some rows at a time. */
final class HeldPages {

    private static final Duration WHILE_WRITTEN = Duration.ofSeconds(5);

    private final ReadingContext context;
    private final Attempt attempt;
    private final HeldDeleteStore held;
    private final HeldFieldStore fields;
    private final HeldRowStore rows;

    HeldPages(ReadingContext context, Attempt attempt) {
        this.context = context;
        this.attempt = attempt;
        this.held = context.store().deletes().held();
        this.fields = context.store().deletes().fields();
        this.rows = context.store().deletes().rows();
    }

    /** The next rows. What was carried out before is not carried out again. */
    DecideHeldResult next(DecideHeldRequest request) {
        ReaderKey key = new ReaderKey(request.tenant(), request.system(), request.entity());
        try {
            decideAboutEdits(key, request);
            Optional<Long> run = Optional.ofNullable(request.runId())
                    .or(() -> held.expired(key).stream().findFirst());
            List<GoneRow> gone = run.map(id -> held.next(key, id, most(key))).orElse(List.of());
            List<RecordKey> changed =
                    gone.isEmpty() ? List.of() : decide(key, run.orElseThrow(), gone, policy(request));
            if (gone.isEmpty()) {
                run.ifPresent(id -> held.settle(key, List.of(id)));
            }
            return new DecideHeldResult(RunPages.ids(changed), gone.isEmpty(), waiting(key));
        } catch (RunFailedException e) {
            throw ApplicationFailure.newNonRetryableFailure(String.valueOf(e.getMessage()), FailureTypes.RUN_FAILED);
        }
    }

    /**
     * The next run carries out what is decided about fields and about rows that went back. Nobody decides about them by
     * waiting: they stay as they are.
     */
    private void decideAboutEdits(ReaderKey key, DecideHeldRequest request) {
        Long run = request.runId();
        if (run != null) {
            String by = Objects.requireNonNullElse(request.by(), "person/unknown");
            fields.decide(key, run, request.approved() ? Decision.THEIRS : Decision.OURS, by);
            rows.decide(key, run, request.approved() ? State.THEIRS : State.OURS, by);
        }
    }

    private long waiting(ReaderKey key) {
        return held.count(key) + fields.waiting(key) + rows.waiting(key);
    }

    private int most(ReaderKey key) {
        return capabilities(key).reading().visibility().largestFind();
    }

    /** What happens to the records: what the rules say if the deletes are approved. */
    private static Optional<Deletes> policy(DecideHeldRequest request) {
        return request.approved() ? Optional.empty() : Optional.of(Deletes.KEEP);
    }

    /** The system is asked once more, as somebody may have restored rows. What it has is judged; the rest is gone. */
    private List<RecordKey> decide(ReaderKey key, long run, List<GoneRow> rows, Optional<Deletes> policy) {
        RunQuestion question = new RunQuestion(context, key);
        Answer<List<ReadRecord>> answer =
                question.find(attempt, rows.stream().map(GoneRow::externalId).toList());
        Map<String, ReadRecord> there = RunPages.byId(answer.value());
        List<SeenRow> found = RunPages.seen(connector(key), answer.value(), answer.asked(), true);
        List<RecordKey> changed = new ArrayList<>(found.isEmpty() ? List.of() : judge(key, run, found, answer));
        List<GoneRow> gone = rows.stream()
                .filter(row -> RunPages.isMissing(there.get(row.externalId())))
                .map(row -> row.asked(
                        answer.asked(),
                        Optional.ofNullable(there.get(row.externalId())).flatMap(ReadRecord::mergedInto)))
                .toList();
        changed.addAll(apply(key, run, gone, policy));
        return changed;
    }

    private List<RecordKey> judge(ReaderKey key, long run, List<SeenRow> found, Answer<List<ReadRecord>> answer) {
        Readings.Page page = new Readings.Page(
                key.tenant(),
                key.system(),
                key.entity(),
                context.object(key),
                "held:" + run + "/" + answer.asked(),
                found,
                capabilities(key).writing().identity() != Identity.MATCH);
        Set<String> ids = found.stream().map(row -> row.row().externalId()).collect(Collectors.toSet());
        return context.readings()
                .accept(page, () -> {}, read -> {
                    context.store().readAgain().add(key, read.again());
                    held.decided(key, run, ids, 0);
                })
                .changed();
    }

    private List<RecordKey> apply(ReaderKey key, long run, List<GoneRow> rows, Optional<Deletes> deletes) {
        if (rows.isEmpty()) {
            return List.of();
        }
        GoneRows.Applied applied = context.goneRows()
                .apply(
                        new GoneRows.Page(
                                key.tenant(),
                                key.system(),
                                key.entity(),
                                context.object(key),
                                "held:" + run,
                                rows,
                                deletes),
                        () -> {},
                        done -> held.decided(key, run, done.done(), done.deleted()));
        if (applied.done().isEmpty()) {
            throw ActivityFailures.waiting("attempts are working on the records of these rows", WHILE_WRITTEN);
        }
        return applied.changed();
    }

    private Capabilities capabilities(ReaderKey key) {
        return connector(key).capabilities();
    }

    private Connector connector(ReaderKey key) {
        return context.systems().connector(key.system());
    }
}
