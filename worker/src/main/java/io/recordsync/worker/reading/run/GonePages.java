package io.recordsync.worker.reading.run;

import io.recordsync.connectors.ReadRecord;
import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.reading.GoneProgress;
import io.recordsync.store.reading.GoneRow;
import io.recordsync.store.reading.GoneStore;
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

    /** A page of deletes locks as many records. */
    private static final int MOST_APPLIED = 500;

    private final ReadingContext context;
    private final Run run;
    private final ReadPageRequest request;
    private final Attempt attempt;
    private final RunPages pages;
    private final GoneStore gone;
    private final ListedDeletes list;

    GonePages(ReadingContext context, Run run, ReadPageRequest request, Attempt attempt) {
        this.context = context;
        this.run = run;
        this.request = request;
        this.attempt = attempt;
        this.pages = new RunPages(context, run, request, attempt);
        this.gone = context.store().deletes().gone();
        this.list = new ListedDeletes(context, run, attempt, pages);
    }

    /** The next step. If the system does not answer for good, what was staged is left to the next run. */
    Done next() {
        try {
            return step();
        } catch (RunFailedException e) {
            RunError error = new RunError(context.errorIds().get(), String.valueOf(e.getMessage()));
            LOG.warn("The deletes of {} could not be read: {}", run.key(), e.getMessage());
            gone.progress().problem(run, error);
            return e.code().equals(ListedDeletes.FORGOTTEN) ? list.begin() : last();
        }
    }

    private Done step() {
        GoneProgress.Progress progress = gone.progress().of(run);
        if (!progress.deletesRead() && list.isDue()) {
            return list.next();
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
        AgainPages again = new AgainPages(context, run, attempt, pages);
        List<SeenRow> judged = again.noteBack(found);
        Readings.Read read = pages.accept(judged, accepted -> {
            again.putAside(found, judged);
            noteAnswer(rows, answer, accepted);
            RunCounts counts = PageCounts.of(accepted, 0, judged.size(), answer.calls());
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

    private GoneStore.Scope scope() {
        return new GoneStore.Scope(run, pages.object());
    }
}
