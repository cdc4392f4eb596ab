package io.recordsync.worker.reading.run;

import io.recordsync.connectors.ReadRecord;
import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.reading.Run;
import io.recordsync.worker.delivery.Attempts.Attempt;
import io.recordsync.worker.reading.Readings;
import io.recordsync.worker.reading.Readings.Rehearsal;
import io.recordsync.worker.reading.SeenRow;
import io.recordsync.worker.reading.Wish;
import io.recordsync.worker.reading.run.VendorQuestion.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A page of a dry run: it is judged and written as one of any run, and rolled back. Only the run's counts and some of
 * its rows stay. Rows that a run would read again at its end are read again at once, because nothing remembers them.
 */
final class DryPage {

    private static final Set<Why> READ_AT_THE_END = Set.of(Why.LATER, Why.GONE);

    private final ReadingContext context;
    private final Run run;
    private final Attempt attempt;
    private final RunPages pages;
    private final Map<String, Long> deliveries = new TreeMap<>();

    DryPage(ReadingContext context, Run run, Attempt attempt, RunPages pages) {
        this.context = context;
        this.run = run;
        this.attempt = attempt;
        this.pages = pages;
    }

    /** @param last writes what a dry run may write of the page */
    Readings.Read accept(Readings.Page page, Consumer<Readings.Read> last) {
        List<SeenRow> rows = page.rows();
        Rehearsal rehearsal = rehearse(page);
        List<String> again = rehearsal.read().again().stream()
                .filter(one -> READ_AT_THE_END.contains(one.why()))
                .map(Again::externalId)
                .toList();
        boolean byId = rows.stream().anyMatch(SeenRow::byId);
        if (byId || again.isEmpty()) {
            write(rows, rehearsal, last);
            return without(rehearsal.read());
        }
        Answer<List<ReadRecord>> answer = find(again);
        List<SeenRow> found = RunPages.seen(pages.connector(), answer.value(), answer.asked(), true);
        Rehearsal second = rehearse(pages.page(found, page.wish()));
        pages.count(found.size(), answer.calls());
        write(Stream.concat(rows.stream(), found.stream()).toList(), rehearsal.and(second), read -> {
            new AgainPages(context, run, attempt, pages).noteAgain(again, answer.value(), second.read());
            last.accept(read);
        });
        return without(rehearsal.read());
    }

    private Answer<List<ReadRecord>> find(List<String> externalIds) {
        int most = Math.max(1, pages.reading().visibility().largestFind());
        List<ReadRecord> found = new ArrayList<>();
        Instant asked = context.store().standings().now();
        long calls = 0;
        for (int from = 0; from < externalIds.size(); from += most) {
            List<String> part = externalIds.subList(from, Math.min(externalIds.size(), from + most));
            Answer<List<ReadRecord>> answer = new RunQuestion(context, run.key(), pages::heard).find(attempt, part);
            found.addAll(answer.value());
            calls += answer.calls();
        }
        return new Answer<>(List.copyOf(found), asked, calls);
    }

    private Rehearsal rehearse(Readings.Page page) {
        DryDeliveries due = new DryDeliveries(context, run.key());
        Rehearsal rehearsal = context.rehearsals()
                .rehearse(
                        page, () -> new EarlierRows(context, run).link(page.rows()), read -> due.look(read.changed()));
        due.counts().forEach((system, count) -> deliveries.merge(system, count, Long::sum));
        return rehearsal;
    }

    private void write(List<SeenRow> rows, Rehearsal rehearsal, Consumer<Readings.Read> last) {
        pages.write(pages.page(List.of(), Wish.NONE), none -> {
            context.store().runs().samples().add(run, rehearsal.samples());
            context.store().runs().samples().count(run, deliveries);
            pages.debug().judged(rows, rehearsal);
            last.accept(without(rehearsal.read()));
        });
    }

    /** No record has changed. */
    private static Readings.Read without(Readings.Read read) {
        return new Readings.Read(read.verdicts(), List.of(), read.counts(), read.again());
    }
}
