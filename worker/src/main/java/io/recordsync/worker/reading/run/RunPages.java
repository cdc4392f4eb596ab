package io.recordsync.worker.reading.run;

import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Capabilities.Feed;
import io.recordsync.connectors.Capabilities.Identity;
import io.recordsync.connectors.Capabilities.Reading;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.ReadAgainStore;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.reading.HeldRowStore;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.RunCounts;
import io.recordsync.store.reading.RunOptions;
import io.recordsync.store.reading.RunStore;
import io.recordsync.store.reading.RunStore.PageEnd;
import io.recordsync.worker.delivery.Attempts.Attempt;
import io.recordsync.worker.reading.Readings;
import io.recordsync.worker.reading.SeenRow;
import io.recordsync.worker.reading.TooMuchNewsException;
import io.recordsync.worker.reading.Wish;
import io.recordsync.worker.reading.run.VendorQuestion.Answer;
import io.recordsync.workflows.ReadPageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The pages of one run: the system is asked first, and its answer is then judged and written in one transaction. */
final class RunPages {

    /** A page locks as many records as it has news, so that it is not larger than this unless somebody asks for it. */
    private static final int LARGEST_PAGE = 2000;

    private final ReadingContext context;
    private final Run run;
    private final ReadPageRequest request;
    private final Attempt attempt;
    private final RunDebug debug;
    private final ReadAgainStore readAgain;
    private Wish wish;
    private long reread;
    private long moreCalls;
    private long moreCost;

    RunPages(ReadingContext context, Run run, ReadPageRequest request, Attempt attempt) {
        this.context = context;
        this.run = run;
        this.request = request;
        this.attempt = attempt;
        this.debug = new RunDebug(context.store(), run);
        this.readAgain = context.store().readAgain();
        this.wish = Wish.of(run.options());
    }

    /** @param last whether there is no further page of the feed */
    record Done(List<String> changed, boolean committed, boolean last) {}

    /** The next rows that the system lists. A large page that has too much news is asked for again as a smaller one. */
    Done changes() {
        new EarlierRows(context, run).linkAll();
        int limit = limit();
        Answer<Page> answer = question()
                .ask(
                        attempt,
                        (connector, scope) -> connector.read(
                                new Read(Read.Feed.CHANGES, object(), fields(), new Cursor(run.cursor()), limit),
                                scope));
    }

    private Done changes(Answer<Page> answer) {
        Page page = answer.value();
        if (run.page() == 0) {
            RunLog.start(run, page, connector().clockAhead());
        }
        RunLog.unreadable(page.unreadable());
        List<SeenRow> rows = seen(connector(), page.records(), answer.asked(), false);
        long entries = rows.size() + page.unreadable().size();
        boolean isEnough = run.most() > 0 && rowsRead() + entries >= run.most();
        Readings.Read read = accept(rows, accepted -> {
            readAgain(list -> list.add(key(), accepted.again(), run.options().wish()));
            if (notesSeen()) {
                context.store()
                        .deletes()
                        .gone()
                        .see(run, ids(page), page.unreadable().size());
            }
            commit(
                    accepted.changed(),
                    // A dry run goes through the rows that are read again by their ids, from the first one on.
                    run.isDry() && (page.last() || isEnough) ? "" : page.next().text(),
                    page.last(),
                    PageCounts.of(accepted, page.unreadable().size(), 0, answer.calls()));
        });
        return new Done(ids(read.changed()), true, page.last() || isEnough);
    }

    /** Rows that could not be judged before, by their ids. */
    Done again() {
        int most = Math.min(reading().visibility().largestFind(), limit(reading()));
        Optional<RunOptions> wished = most == 0 || run.isDry() ? Optional.empty() : readAgain.wish(key());
        wish = Wish.of(wished.orElse(run.options()));
        List<Again> due = most == 0 ? List.of() : due(most, wished);
        if (due.isEmpty()) {
            return new Done(List.of(), false, true);
        }
        List<String> wanted = due.stream().map(Again::externalId).toList();
        Answer<List<ReadRecord>> answer =
                question().ask(attempt, (connector, scope) -> connector.find(object(), fields(), wanted, scope));
        List<SeenRow> rows = seen(connector(), answer.value(), answer.asked(), true);
        Readings.Read read = accept(rows, accepted -> {
            noteAgain(wanted, answer.value(), accepted);
            RunCounts counts = PageCounts.of(accepted, 0, rows.size(), answer.calls());
            commit(accepted.changed(), run.isDry() ? wanted.getLast() : run.cursor(), run.readToEnd(), counts);
        });
        return new Done(ids(read.changed()), true, due.size() < most && wished.isEmpty());
    }

    /** A wish of an earlier run holds for the rows that it could not judge. */
    private List<Again> due(int most, Optional<RunOptions> wished) {
        return run.isDry() ? readAgain.dueAfter(key(), run.cursor(), most) : readAgain.due(key(), most, wished);
    }

    /** A dry run leaves the list as it is. */
    void readAgain(Consumer<ReadAgainStore> write) {
        if (!run.isDry()) {
            write.accept(readAgain);
        }
    }

    /**
     * What was judged is off the list, and what is not there is staged as a delete; the rest is due again later. Where
     * the system lists its deletes, that list alone proves one: a row that is not there may be hidden.
     */
    void noteAgain(List<String> wanted, List<ReadRecord> found, Readings.Read read) {
        Map<String, Why> left = read.again().stream().collect(Collectors.toMap(Again::externalId, Again::why));
        Map<String, ReadRecord> there = byId(found);
        List<String> missing = wanted.stream()
                .filter(id -> isMissing(there.get(id)) || left.get(id) == Why.GONE)
                .toList();
        List<GoneRow> gone = missing.stream()
                .filter(id -> !reading().deletes() || there.containsKey(id))
                .map(id -> GoneRow.of(id, Optional.ofNullable(there.get(id)).flatMap(ReadRecord::mergedInto)))
                .toList();
        context.store().deletes().gone().stage(new GoneStore.Scope(run, object()), gone);
        Set<String> staged = gone.stream().map(GoneRow::externalId).collect(Collectors.toSet());
        List<Again> later = Stream.concat(missing.stream().map(id -> new Again(id, Why.GONE)), read.again().stream())
                .filter(one -> !staged.contains(one.externalId()))
                .distinct()
                .toList();
        Set<String> done = new HashSet<>(wanted);
        later.forEach(one -> done.remove(one.externalId()));
        readAgain(list -> list.remove(key(), done));
        readAgain(list -> list.postpone(key(), later, run.options().wish()));
    }

    static Map<String, ReadRecord> byId(List<ReadRecord> rows) {
        return rows.stream().collect(Collectors.toMap(ReadRecord::externalId, row -> row, (one, other) -> one));
    }

    static boolean isMissing(@Nullable ReadRecord row) {
        return row == null || row.deleted();
    }

    /** Whether rows that a full run has not seen may be gone. */
    boolean notesSeen() {
        return run.course().completes() && run.most() == 0;
    }

    private static List<String> ids(Page page) {
        return page.records().stream()
                .filter(row -> !row.deleted())
                .map(ReadRecord::externalId)
                .toList();
    }

    Readings.Read accept(List<SeenRow> rows, Consumer<Readings.Read> last) {
        return run.isDry() ? new DryPage(context, run, attempt, this).accept(rows, last) : write(rows, last);
    }

    /** Accepts rows, and writes what comes of it. */
    Readings.Read write(List<SeenRow> rows, Consumer<Readings.Read> last) {
        Runnable claim = () -> context.store().runs().claimPage(run, request.page());
        if (debug.isOn()) {
            return context.readings().show(page(rows), claim, shown -> {
                debug.judged(rows, shown);
                last.accept(shown.read());
            });
        }
        return context.readings().accept(page(rows), claim, last);
    }

    RunDebug debug() {
        return debug;
    }

    /** The system has answered. */
    void heard(long calls, long cost, Instant asked) {
        moreCost += cost - calls;
        debug.called(calls, asked);
    }

    Readings.Page page(List<SeenRow> rows) {
        return new Readings.Page(
                key().tenant(),
                key().system(),
                key().entity(),
                object(),
                RunStore.pageName(run.id(), request.page()),
                rows,
                capabilities().writing().identity() != Identity.MATCH,
                wish);
    }

    /** Adds calls that a page has taken beside its own ones. */
    void count(long rows, long calls) {
        reread += rows;
        moreCalls += calls;
    }

    void commit(List<RecordKey> changed, String cursor, boolean readToEnd, RunCounts counts) {
        context.store().runs().samples().spend(run, moreCost);
        context.store()
                .runs()
                .commitPage(
                        run,
                        new PageEnd(
                                request.page(),
                                cursor,
                                readToEnd,
                                context.rules().fingerprint(),
                                counts.with(reread, moreCalls),
                                changed));
    }

    /** Deleted rows are not listed among the changes; one that was merged is not there any more. */
    static List<SeenRow> seen(Connector connector, List<ReadRecord> rows, Instant asked, boolean byId) {
        Optional<Duration> ahead = Optional.of(connector.clockAhead());
        return rows.stream()
                .filter(row -> !row.deleted())
                .map(row -> new SeenRow(row, asked, byId, ahead))
                .toList();
    }

    private int limit() {
        int size = limit(reading());
        return run.most() == 0 ? size : (int) Math.max(1, Math.min(size, run.most() - rowsRead()));
    }

    int limit(Reading reading) {
        int wanted = request.size() == null ? LARGEST_PAGE : request.size();
        return Math.min(wanted, reading.largestPage());
    }

    private long rowsRead() {
        return run.counts().processed() + run.counts().later();
    }

    Reading reading() {
        return capabilities().reading();
    }

    private Capabilities capabilities() {
        return connector().capabilities();
    }

    Connector connector() {
        return context.systems().connector(key().system());
    }

    VendorQuestion question() {
        return new VendorQuestion(context, key(), this::heard);
    }

    ReaderKey key() {
        return run.key();
    }

    String object() {
        return context.object(key());
    }

    List<String> fields() {
        return context.fields(key());
    }

    static List<String> ids(List<RecordKey> keys) {
        return keys.stream().map(RecordKey::recordId).toList();
    }
}
