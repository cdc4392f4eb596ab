package io.recordsync.worker.reading.run;

import io.recordsync.connectors.ReadRecord;
import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.ReadAgainStore;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.counterpart.RunOptions;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.reading.GoneRow;
import io.recordsync.store.reading.GoneStore;
import io.recordsync.store.reading.HeldRowStore;
import io.recordsync.store.reading.HeldRowStore.Back;
import io.recordsync.store.reading.HeldRowStore.Next;
import io.recordsync.store.reading.HeldRowStore.Span;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.RunCounts;
import io.recordsync.worker.delivery.Attempts.Attempt;
import io.recordsync.worker.reading.Guards;
import io.recordsync.worker.reading.Readings;
import io.recordsync.worker.reading.RowsBack;
import io.recordsync.worker.reading.SeenRow;
import io.recordsync.worker.reading.Wish;
import io.recordsync.worker.reading.run.RunPages.Done;
import io.recordsync.worker.reading.run.VendorQuestion.Answer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of a run that ask for rows by their ids: those of which a person has decided, those that could not be
 * judged before, and those that went back in time. The latter are judged only when it is known how many they are.
 */
final class AgainPages {

    private static final Logger LOG = LoggerFactory.getLogger(AgainPages.class);

    private final ReadingContext context;
    private final Run run;
    private final Attempt attempt;
    private final RunPages pages;
    private final HeldRowStore held;

    AgainPages(ReadingContext context, Run run, Attempt attempt, RunPages pages) {
        this.context = context;
        this.run = run;
        this.attempt = attempt;
        this.pages = pages;
        this.held = context.store().deletes().rows();
    }

    /** The next rows. */
    Done next() {
        int most = most();
        if (most == 0) {
            return last();
        }
        List<Next> decided = run.isDry() ? List.of() : held.next(key(), most);
        if (!decided.isEmpty()) {
            return decided(decided);
        }
        Optional<RunOptions> wished =
                run.isDry() ? Optional.empty() : context.store().readAgain().wish(key());
        List<Again> due = due(most, wished);
        if (!due.isEmpty()) {
            return due(due.stream().map(Again::externalId).toList(), wished);
        }
        return anyLeft() ? judgeOrHold() : last();
    }

    /** A wish of an earlier run holds for the rows that it could not judge. */
    private List<Again> due(int most, Optional<RunOptions> wished) {
        ReadAgainStore list = context.store().readAgain();
        return run.isDry() ? list.dueAfter(key(), run.cursor(), most) : list.due(key(), most, wished);
    }

    /** A dry run puts no row aside. */
    private boolean anyLeft() {
        return !run.isDry() && held.anyLeft(key());
    }

    private static Done last() {
        return new Done(List.of(), false, true);
    }

    private Done due(List<String> wanted, Optional<RunOptions> wished) {
        Done done = ask(
                wanted,
                Wish.of(wished.orElse(run.options())),
                this::noteBack,
                (found, accepted) -> noteAgain(wanted, found, accepted));
        return new Done(done.changed(), done.committed(), done.last() && wished.isEmpty());
    }

    /** Rows that were put aside, and are judged now. */
    private Done decided(List<Next> rows) {
        List<String> wanted = rows.stream().map(Next::externalId).toList();
        Wish wish = switch (rows.getFirst().state()) {
            case OURS -> Wish.OURS;
            case THEIRS -> Wish.THEIRS;
            case JUDGE, STAGED, HELD -> Wish.of(run.options());
        };
        return ask(wanted, wish, found -> found, (found, accepted) -> {
            Set<String> later = accepted.again().stream()
                    .filter(one -> one.why() == Why.LATER)
                    .map(Again::externalId)
                    .collect(Collectors.toSet());
            held.remove(key(), wanted.stream().filter(id -> !later.contains(id)).toList());
            context.store()
                    .readAgain()
                    .add(
                            key(),
                            wanted.stream().map(id -> new Again(id, Why.LATER)).toList());
            noteAgain(wanted, found, accepted);
        });
    }

    /** What becomes of the rows before they are judged. */
    private interface Sorting {
        List<SeenRow> judged(List<SeenRow> found);
    }

    private Done ask(
            List<String> wanted, Wish wish, Sorting sorting, BiConsumer<List<ReadRecord>, Readings.Read> last) {
        Answer<List<ReadRecord>> answer = pages.question()
                .ask(attempt, (connector, scope) -> connector.find(pages.object(), pages.fields(), wanted, scope));
        List<SeenRow> found = RunPages.seen(pages.connector(), answer.value(), answer.asked(), true);
        List<SeenRow> rows = sorting.judged(found);
        Readings.Read read = pages.accept(rows, wish, accepted -> {
            putAside(found, rows);
            last.accept(answer.value(), accepted);
            RunCounts counts = PageCounts.of(accepted, 0, rows.size(), answer.calls());
            pages.commit(accepted.changed(), run.isDry() ? wanted.getLast() : run.cursor(), run.readToEnd(), counts);
        });
        boolean isLast = wanted.size() < most() && !anyLeft();
        return new Done(RunPages.ids(read.changed()), true, isLast);
    }

    private int most() {
        return Math.min(pages.reading().visibility().largestFind(), pages.size().rowsWithNews());
    }

    /** Rows that were found and are not judged went back in time. */
    void putAside(List<SeenRow> found, List<SeenRow> judged) {
        if (!run.isDry()) {
            held.stage(key(), run.id(), back(found, judged));
        }
    }

    private static List<Back> back(List<SeenRow> found, List<SeenRow> judged) {
        return found.stream()
                .filter(row -> !judged.contains(row))
                .flatMap(row ->
                        row.row().modified().map(time -> new Back(row.row().externalId(), time)).stream())
                .toList();
    }

    /** The rows without those that went back. */
    List<SeenRow> noteBack(List<SeenRow> found) {
        List<SeenRow> rows = pages.notApart(found);
        Map<RowPlace, Counterpart> known =
                context.store().counterparts().at(rows.stream().map(this::place).toList());
        RowsBack back =
                new RowsBack(context.reading(key()), context.store().hashes().get());
        return rows.stream()
                .filter(row -> Optional.ofNullable(known.get(place(row)))
                        .filter(counterpart -> back.is(row, counterpart))
                        .isEmpty())
                .toList();
    }

    /** All rows that went back are known. */
    private Done judgeOrHold() {
        HeldRowStore.Counts counts = held.counts(key());
        if (!Guards.isGoingBack(counts.rows(), counts.living())) {
            pages.accept(List.of(), none -> held.release(key()));
            return new Done(List.of(), false, false);
        }
        // The transaction may be repeated.
        AtomicReference<Span> span = new AtomicReference<>();
        pages.accept(List.of(), none -> span.set(held.hold(key(), run.id())));
        Optional.ofNullable(span.get()).ifPresent(this::alert);
        return last();
    }

    private void alert(Span span) {
        LOG.warn(
                "{} rows of {} {} show what they showed from {} to {}, as if a copy had been put back. None of them is"
                        + " judged, and no delete is applied, before a person decides: `recordsync approve {}` takes"
                        + " what they show, `recordsync reject {}` writes our values again.",
                span.rows(),
                key().system(),
                key().entity(),
                span.earliest().orElse(run.startedAt()),
                span.latest().orElse(run.startedAt()),
                run.id(),
                run.id());
    }

    /**
     * What was judged is off the list, and what is not there is staged as a delete; the rest is due again later. Where
     * the system lists its deletes, that list alone proves one: a row that is not there may be hidden.
     */
    void noteAgain(List<String> wanted, List<ReadRecord> found, Readings.Read read) {
        Map<String, Why> left = read.again().stream().collect(Collectors.toMap(Again::externalId, Again::why));
        Map<String, ReadRecord> there = RunPages.byId(found);
        List<String> missing = wanted.stream()
                .filter(id -> RunPages.isMissing(there.get(id)) || left.get(id) == Why.GONE)
                .toList();
        List<GoneRow> gone = missing.stream()
                .filter(id -> !pages.reading().deletes() || there.containsKey(id))
                .map(id -> GoneRow.of(id, Optional.ofNullable(there.get(id)).flatMap(ReadRecord::mergedInto)))
                .toList();
        context.store().deletes().gone().stage(new GoneStore.Scope(run, pages.object()), gone);
        Set<String> staged = gone.stream().map(GoneRow::externalId).collect(Collectors.toSet());
        List<Again> later = Stream.concat(missing.stream().map(id -> new Again(id, Why.GONE)), read.again().stream())
                .filter(one -> !staged.contains(one.externalId()))
                .distinct()
                .toList();
        Set<String> done = new HashSet<>(wanted);
        later.forEach(one -> done.remove(one.externalId()));
        pages.readAgain(list -> list.remove(key(), done));
        pages.readAgain(list -> list.postpone(key(), later, run.options().wish()));
    }

    private RowPlace place(SeenRow row) {
        return new RowPlace(
                key().tenant(), key().system(), pages.object(), row.row().externalId());
    }

    private ReaderKey key() {
        return run.key();
    }
}
