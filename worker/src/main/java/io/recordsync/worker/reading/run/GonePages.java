package io.recordsync.worker.reading.run;

import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.reading.GoneProgress;
import io.recordsync.store.reading.GoneRow;
import io.recordsync.store.reading.GoneStore;
import io.recordsync.store.reading.ReaderStore.DeletesPosition;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.Run.RunError;
import io.recordsync.store.reading.RunCounts;
import io.recordsync.store.reading.RunStore;
import io.recordsync.store.reading.SampleStore.Sample;
import io.recordsync.worker.delivery.Attempts.Attempt;
import io.recordsync.worker.reading.GoneRows;
import io.recordsync.worker.reading.Readings;
import io.recordsync.worker.reading.SeenRow;
import io.recordsync.worker.reading.Wish;
import io.recordsync.worker.reading.run.RunPages.Done;
import io.recordsync.worker.reading.run.VendorQuestion.Answer;
import io.recordsync.workflows.ReadPageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deletes that people have made in a system. Rows that seem to be gone are staged; the system is asked for each of
 * them by its id; if they are not too many, their deletes are applied. The ledger knows the next step, so that whoever
 * takes the run over goes on there.
 */
final class GonePages {

    private static final Logger LOG = LoggerFactory.getLogger(GonePages.class);

    /** The code of a list of deletes that does not reach back to where the reader stands. */
    private static final String FORGOTTEN = "DELETES_FORGOTTEN";

    /** A page of deletes locks as many records. */
    private static final int MOST_APPLIED = 500;

    private final ReadingContext context;
    private final Run run;
    private final ReadPageRequest request;
    private final Attempt attempt;
    private final RunPages pages;
    private final GoneStore gone;

    GonePages(ReadingContext context, Run run, ReadPageRequest request, Attempt attempt) {
        this.context = context;
        this.run = run;
        this.request = request;
        this.attempt = attempt;
        this.pages = new RunPages(context, run, request, attempt);
        this.gone = context.store().deletes().gone();
    }

    /** The next step. If the system does not answer for good, what was staged is left to the next run. */
    Done next() {
        try {
            return step();
        } catch (RunFailedException e) {
            RunError error = new RunError(context.errorIds().get(), String.valueOf(e.getMessage()));
            LOG.warn("The deletes of {} could not be read: {}", run.key(), e.getMessage());
            gone.progress().problem(run, error);
            return e.code().equals(FORGOTTEN) ? beginList() : last();
        }
    }

    private Done step() {
        GoneProgress.Progress progress = gone.progress().of(run);
        if (!progress.deletesRead() && isListDue()) {
            return listed();
        }
        if (!progress.absenceLookedAt()) {
            stage();
        }
        List<GoneRow> unasked =
                gone.unasked(run, atMost(pages.reading().visibility().largestFind()));
        List<GoneRow> proven = gone.proven(run, atMost(MOST_APPLIED));
        if (unasked.isEmpty() && proven.isEmpty()) {
            return last();
        }
        if (isHeld() || unasked.isEmpty() && isDoubtful()) {
            hold();
            return last();
        }
        return unasked.isEmpty() ? apply(proven) : ask(unasked);
    }

    /** A page is not larger than somebody has asked for. */
    private int atMost(int rows) {
        return request.size() == null ? rows : Math.min(rows, request.size());
    }

    private static Done last() {
        return new Done(List.of(), false, true);
    }

    /** Whether the run looks for deletes by itself: it reads what the reader has not read, and all of it. */
    private boolean isListDue() {
        boolean looks = run.most() == 0 && (run.course().moves() || run.course().completes());
        if (!looks || !pages.reading().deletes()) {
            return false;
        }
        DeletesPosition position = context.store().readers().deletes(run.key());
        Duration every =
                position.every().orElseGet(() -> context.reading(run.key()).deletesEvery());
        boolean isWithEachRun = every.compareTo(context.reading(run.key()).every()) <= 0;
        return isWithEachRun
                || run.course().completes()
                || position.readAgo().map(ago -> ago.compareTo(every) >= 0).orElse(true);
    }

    /** A page of the system's list of deletes. */
    private Done listed() {
        Optional<String> kept = run.isDry() ? gone.progress().deletesCursor(run) : Optional.empty();
        Optional<String> cursor =
                kept.or(() -> context.store().readers().deletes(run.key()).cursor());
        return cursor.isPresent() ? listed(new Cursor(cursor.get())) : beginList();
    }

    /**
     * The list is read from here on. What was deleted before the first run was never known, and what the system has
     * forgotten is lost.
     */
    private Done beginList() {
        Instant from = run.startedAt().minus(pages.reading().visibility().lag());
        boolean isLost = context.store().readers().deletes(run.key()).cursor().isPresent();
        pages.accept(List.of(), none -> {
            if (!run.isDry()) {
                context.store()
                        .readers()
                        .moveDeletes(run.key(), Cursor.since(from).text(), true);
            }
            if (isLost && !run.isDry()) {
                context.store().readers().deletesLost(run.key());
            }
            gone.progress().deletesRead(run);
        });
        return new Done(List.of(), false, false);
    }

    private Done listed(Cursor from) {
        Answer<Page> answer = pages.question()
                .ask(
                        attempt,
                        (connector, scope) -> connector.read(
                                new Read(
                                        Read.Feed.DELETES,
                                        pages.object(),
                                        pages.fields(),
                                        from,
                                        pages.reading().largestPage()),
                                scope));
        Page page = answer.value();
        pages.accept(List.of(), none -> {
            List<GoneRow> rows = page.records().stream()
                    .filter(ReadRecord::deleted)
                    .map(row -> new GoneRow(row.externalId(), row.modified(), row.mergedInto(), Optional.empty()))
                    .toList();
            gone.stage(scope(), rows);
            pages.readAgain(list -> list.remove(
                    run.key(), rows.stream().map(GoneRow::externalId).toList()));
            moveDeletes(page);
            if (page.last()) {
                gone.progress().deletesRead(run);
            }
            commit(calls(answer.calls()));
        });
        return new Done(List.of(), true, false);
    }

    private void moveDeletes(Page page) {
        if (run.isDry()) {
            gone.progress().moveDeletes(run, page.next().text());
        } else {
            context.store().readers().moveDeletes(run.key(), page.next().text(), page.last());
        }
    }

    private void stage() {
        pages.accept(List.of(), none -> {
            gone.adopt(scope());
            boolean proves = run.isComplete() && pages.notesSeen();
            boolean isComplete =
                    gone.absent().stage(scope(), proves, pages.reading().deletes());
            long hidden = gone.absent().hidden(run);
            if (hidden > 0) {
                LOG.warn(
                        "{} rows of {} {} are not shown, and not listed as deleted: they count as hidden. Their records"
                                + " stay, and what they lack waits until they are shown again. Check the rights of the"
                                + " account that reads.",
                        hidden,
                        run.key().system(),
                        run.key().entity());
            }
            if (!isComplete) {
                LOG.warn(
                        "What the {} {} sync had noted of the rows that it saw is lost, as after a crash of PostgreSQL."
                                + " No row counts as deleted for not being seen, and the next run reads all again.",
                        run.key().system(),
                        run.key().entity());
            }
        });
    }

    /** Asks for rows by their ids. What is there is judged. */
    private Done ask(List<GoneRow> rows) {
        Answer<List<ReadRecord>> answer = new RunQuestion(context, run.key(), pages::heard)
                .find(attempt, rows.stream().map(GoneRow::externalId).toList());
        List<SeenRow> found = RunPages.seen(pages.connector(), answer.value(), answer.asked(), true);
        Readings.Read read = pages.accept(found, accepted -> {
            noteAnswer(rows, answer, accepted);
            RunCounts counts = PageCounts.of(accepted, 0, found.size(), answer.calls());
            pages.commit(accepted.changed(), run.cursor(), run.readToEnd(), counts);
        });
        return new Done(RunPages.ids(read.changed()), true, false);
    }

    /** A row that is another record's by now counts as not there. */
    private void noteAnswer(List<GoneRow> rows, Answer<List<ReadRecord>> answer, Readings.Read read) {
        Map<String, ReadRecord> there = RunPages.byId(answer.value());
        Set<String> others = read.again().stream()
                .filter(one -> one.why() == Why.GONE)
                .map(Again::externalId)
                .collect(Collectors.toSet());
        List<GoneRow> missing = rows.stream()
                .filter(row -> RunPages.isMissing(there.get(row.externalId())) || others.contains(row.externalId()))
                .map(row -> row.asked(
                        answer.asked(),
                        Optional.ofNullable(there.get(row.externalId())).flatMap(ReadRecord::mergedInto)))
                .toList();
        Set<String> present = rows.stream().map(GoneRow::externalId).collect(Collectors.toSet());
        missing.forEach(row -> present.remove(row.externalId()));
        gone.asked(run, missing, answer.asked());
        gone.remove(run, present);
        pages.readAgain(list -> list.add(
                run.key(),
                read.again().stream().filter(one -> one.why() != Why.GONE).toList()));
    }

    /** Whether those that are gone for sure are so many that a person has to decide. */
    private boolean isHeld() {
        GoneStore.Counts counts = gone.counts(scope());
        return DeletesHeld.isHeld(
                context.reading(run.key()).deleteGuard(), counts.gone() - counts.unasked(), counts.living());
    }

    /** Whether what is not there may still be there for others, or belongs to a copy that was put back. */
    private boolean isDoubtful() {
        return gone.progress().of(run).doubtful()
                || context.store().deletes().rows().waiting(run.key()) > 0;
    }

    private void hold() {
        pages.accept(List.of(), none -> gone.hold(scope()));
    }

    private Done apply(List<GoneRow> rows) {
        GoneRows.Page page = new GoneRows.Page(
                run.key().tenant(),
                run.key().system(),
                run.key().entity(),
                pages.object(),
                RunStore.pageName(run.id(), request.page()),
                rows,
                Optional.empty());
        if (run.isDry()) {
            GoneRows.Applied applied = context.goneRows().rehearse(page);
            pages.write(pages.page(List.of(), Wish.NONE), none -> {
                context.store().runs().samples().add(run, samples(applied));
                applied(applied, List.of());
            });
            return new Done(List.of(), true, false);
        }
        GoneRows.Applied applied = context.goneRows()
                .apply(
                        page,
                        () -> context.store().runs().claimPage(run, request.page()),
                        done -> applied(done, done.changed()));
        return new Done(RunPages.ids(applied.changed()), true, false);
    }

    private void applied(GoneRows.Applied applied, List<RecordKey> changed) {
        gone.remove(run, applied.done());
        gone.putOff(run, applied.putOff());
        pages.commit(changed, run.cursor(), run.readToEnd(), RunCounts.ofDeleted(applied.deleted()));
    }

    private static List<Sample> samples(GoneRows.Applied applied) {
        return applied.done().stream()
                .sorted()
                .map(id -> new Sample(0, Optional.empty(), id, "deleted", "[]"))
                .toList();
    }

    private void commit(RunCounts counts) {
        pages.commit(List.of(), run.cursor(), run.readToEnd(), counts);
    }

    private static RunCounts calls(long calls) {
        return new RunCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, calls);
    }

    private GoneStore.Scope scope() {
        return new GoneStore.Scope(run, pages.object());
    }
}
