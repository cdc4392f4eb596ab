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
import io.recordsync.store.counterpart.ReadAgainStore;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.reading.HeldRowStore;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.RunCounts;
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

    private final ReadingContext context;
    private final Run run;
    private final ReadPageRequest request;
    private final Attempt attempt;
    private final RunDebug debug;
    private final ReadAgainStore readAgain;
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
    }

    /** @param last whether there is no further page of the feed */
    record Done(List<String> changed, boolean committed, boolean last) {}

    /** The next rows that the system lists. A large page that has too much news is asked for again as a smaller one. */
    Done changes() {
        new EarlierRows(context, run).linkAll();
        Answer<Page> answer = ask(isComparedAlone() ? size().rows() : size().rowsWithNews());
        if (run.page() == 0) {
            RunLog.start(run, answer.value(), connector().clockAhead());
        }
        try {
            return changes(answer);
        } catch (TooMuchNewsException e) {
            Answer<Page> smaller = ask(size().rowsWithNews());
            return changes(new Answer<>(smaller.value(), smaller.asked(), answer.calls() + smaller.calls()));
        }
    }

    /** Otherwise rows without news are judged too. */
    private boolean isComparedAlone() {
        return Wish.of(run.options()).equals(Wish.NONE)
                && context.store().deletes().fields().of(key()).isEmpty();
    }

    private Answer<Page> ask(int limit) {
        return question()
                .ask(
                        attempt,
                        (connector, scope) -> connector.read(
                                new Read(Read.Feed.CHANGES, object(), fields(), new Cursor(run.cursor()), limit),
                                scope));
    }

    private Done changes(Answer<Page> answer) {
        Page page = answer.value();
        List<SeenRow> rows = seen(connector(), page.records(), answer.asked(), false);
        long entries = rows.size() + page.unreadable().size();
        boolean isEnough = run.most() > 0 && rowsRead() + entries >= run.most();
        Readings.Read read = accept(notApart(rows), accepted -> {
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
        RunLog.unreadable(page.unreadable());
        return new Done(ids(read.changed()), true, page.last() || isEnough);
    }

    /** A dry run leaves the list as it is. */
    void readAgain(Consumer<ReadAgainStore> write) {
        if (!run.isDry()) {
            write.accept(readAgain);
        }
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
        return accept(rows, Wish.of(run.options()), last);
    }

    /** Rows that went back in time, and wait for a person, are not judged. */
    List<SeenRow> notApart(List<SeenRow> rows) {
        HeldRowStore held = context.store().deletes().rows();
        if (rows.isEmpty() || !held.anyApart(key())) {
            return rows;
        }
        Set<String> apart = held.apart(
                key(), rows.stream().map(row -> row.row().externalId()).toList());
        return rows.stream()
                .filter(row -> !apart.contains(row.row().externalId()))
                .toList();
    }

    Readings.Read accept(List<SeenRow> rows, Wish wish, Consumer<Readings.Read> last) {
        Readings.Page page = page(rows, wish);
        return run.isDry() ? new DryPage(context, run, attempt, this).accept(page, last) : write(page, last);
    }

    /** Accepts rows, and writes what comes of it. */
    Readings.Read write(Readings.Page page, Consumer<Readings.Read> last) {
        Runnable claim = () -> context.store().runs().claimPage(run, request.page());
        return debug.isOn() ? writeTold(page, claim, last) : context.readings().accept(page, claim, last);
    }

    private Readings.Read writeTold(Readings.Page page, Runnable claim, Consumer<Readings.Read> last) {
        Runnable first = () -> {
            debug.begin();
            claim.run();
        };
        Readings.Read read = context.rehearsals().show(page, first, shown -> {
            debug.judged(page.rows(), shown);
            last.accept(shown.read());
        });
        debug.committed();
        return read;
    }

    RunDebug debug() {
        return debug;
    }

    /** The system has answered. */
    void heard(long calls, long cost, Instant asked) {
        moreCost += cost - calls;
        debug.called(calls, asked);
    }

    Readings.Page page(List<SeenRow> rows, Wish wish) {
        return new Readings.Page(
                key().tenant(),
                key().system(),
                key().entity(),
                object(),
                RunStore.pageName(run.id(), request.page()),
                rows,
                capabilities().writing().identity() != Identity.MATCH,
                wish,
                size().mostNews(rows.size()),
                Optional.of(new Readings.Watch(run.id(), reading().feed() == Feed.CURSOR)));
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

    PageSize size() {
        return new PageSize(run, request.size(), reading().largestPage());
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
