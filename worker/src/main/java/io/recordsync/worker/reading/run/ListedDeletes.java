package io.recordsync.worker.reading.run;

import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.store.reading.GoneRow;
import io.recordsync.store.reading.GoneStore;
import io.recordsync.store.reading.ReaderStore.DeletesPosition;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.RunCounts;
import io.recordsync.worker.delivery.Attempts.Attempt;
import io.recordsync.worker.reading.run.RunPages.Done;
import io.recordsync.worker.reading.run.VendorQuestion.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The pages of a system's list of deletes. What they name is staged, and asked for by its ids later. Used by one
 * thread.
 */
final class ListedDeletes {

    /** The code of a list of deletes that does not reach back to where the reader stands. */
    static final String FORGOTTEN = "DELETES_FORGOTTEN";

    private final ReadingContext context;
    private final Run run;
    private final Attempt attempt;
    private final RunPages pages;
    private final GoneStore gone;

    ListedDeletes(ReadingContext context, Run run, Attempt attempt, RunPages pages) {
        this.context = context;
        this.run = run;
        this.attempt = attempt;
        this.pages = pages;
        this.gone = context.store().deletes().gone();
    }

    /** Whether the run looks for deletes by itself: it reads what the reader has not read, and all of it. */
    boolean isDue() {
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

    /** The next page of the list. */
    Done next() {
        Optional<String> kept = run.isDry() ? gone.progress().deletesCursor(run) : Optional.empty();
        Optional<String> cursor =
                kept.or(() -> context.store().readers().deletes(run.key()).cursor());
        return cursor.isPresent() ? listed(new Cursor(cursor.get())) : begin();
    }

    /**
     * The list is read from here on. What was deleted before the first run was never known, and what the system has
     * forgotten is lost.
     */
    Done begin() {
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
            gone.stage(new GoneStore.Scope(run, pages.object()), rows);
            pages.readAgain(list -> list.remove(
                    run.key(), rows.stream().map(GoneRow::externalId).toList()));
            moveDeletes(page);
            if (page.last()) {
                gone.progress().deletesRead(run);
            }
            pages.commit(List.of(), run.cursor(), run.readToEnd(), calls(answer.calls()));
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

    private static RunCounts calls(long calls) {
        return new RunCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, calls);
    }
}
