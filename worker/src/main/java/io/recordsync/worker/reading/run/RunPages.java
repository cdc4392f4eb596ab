package io.recordsync.worker.reading.run;

import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Capabilities.Feed;
import io.recordsync.connectors.Capabilities.Identity;
import io.recordsync.connectors.Capabilities.Reading;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Page.Unreadable;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.reading.HeldRowStore;
import io.recordsync.store.reading.Run;
import io.recordsync.store.reading.RunCounts;
import io.recordsync.store.reading.RunKind;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages of one run: the system is asked first, and its answer is then judged and written in one transaction. */
final class RunPages {

    private static final Logger LOG = LoggerFactory.getLogger(RunPages.class);

    private static final int MOST_LOGGED = 20;
    private static final int LINKED_AT_ONCE = 5000;

    private final ReadingContext context;
    private final Run run;
    private final ReadPageRequest request;
    private final Attempt attempt;

    RunPages(ReadingContext context, Run run, ReadPageRequest request, Attempt attempt) {
        this.context = context;
        this.run = run;
        this.request = request;
        this.attempt = attempt;
    }

    /** @param last whether there is no further page of the feed */
    record Done(List<String> changed, boolean committed, boolean last) {}

    /** The next rows that the system lists. A large page that has too much news is asked for again as a smaller one. */
    Done changes() {
        linkEarlierDeliveries();
        Answer<Page> answer = ask(size().rows());
        if (run.page() == 0) {
            logStart(answer.value());
        }
        try {
            return changes(answer);
        } catch (TooMuchNewsException e) {
            Answer<Page> smaller = ask(size().rowsWithNews());
            return changes(new Answer<>(smaller.value(), smaller.asked(), answer.calls() + smaller.calls()));
        }
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
        List<SeenRow> rows = seen(page.records(), answer.asked(), false);
        Readings.Read read = accept(notApart(rows), accepted -> {
            context.store().readAgain().add(key(), accepted.again());
            if (notesSeen()) {
                context.store()
                        .deletes()
                        .gone()
                        .see(run, ids(page), page.unreadable().size());
            }
            commit(
                    accepted.changed(),
                    page.next().text(),
                    page.last(),
                    PageCounts.of(accepted, page.unreadable().size(), 0, answer.calls()));
        });
        page.unreadable().stream().limit(MOST_LOGGED).forEach(this::logUnreadable);
        long entries = rows.size() + page.unreadable().size();
        boolean isEnough = run.most() > 0 && rowsRead() + entries >= run.most();
        return new Done(ids(read.changed()), true, page.last() || isEnough);
    }

    /** Before the first row is seen, the rows that were written before the system was read are their records' rows. */
    private void linkEarlierDeliveries() {
        boolean hasMore = run.kind() == RunKind.LINK && run.page() == 0;
        int keyId = context.store().hashes().get().keyId();
        while (hasMore) {
            hasMore = context.store().earlier().link(run, object(), keyId, LINKED_AT_ONCE);
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
        Readings.Page page = new Readings.Page(
                key().tenant(),
                key().system(),
                key().entity(),
                object(),
                RunStore.pageName(run.id(), request.page()),
                rows,
                capabilities().writing().identity() != Identity.MATCH,
                wish,
                Optional.of(new Readings.Watch(run.id(), reading().feed() == Feed.CURSOR)));
        return context.readings().accept(page, () -> context.store().runs().claimPage(run, request.page()), last);
    }

    void commit(List<RecordKey> changed, String cursor, boolean readToEnd, RunCounts counts) {
        context.store()
                .runs()
                .commitPage(
                        run,
                        new PageEnd(
                                request.page(),
                                cursor,
                                readToEnd,
                                context.rules().fingerprint(),
                                counts,
                                changed));
    }

    List<SeenRow> seen(List<ReadRecord> rows, Instant asked, boolean byId) {
        return seen(connector(), rows, asked, byId);
    }

    /** Deleted rows are not listed among the changes; one that was merged is not there any more. */
    static List<SeenRow> seen(Connector connector, List<ReadRecord> rows, Instant asked, boolean byId) {
        Optional<Duration> ahead = Optional.of(connector.clockAhead());
        return rows.stream()
                .filter(row -> !row.deleted())
                .map(row -> new SeenRow(row, asked, byId, ahead))
                .toList();
    }

    private void logStart(Page page) {
        LOG.info(
                "Starting {} {} sync with {} records",
                key().system(),
                key().entity(),
                page.last() ? page.records().size() : "an unknown number of");
        Duration ahead = connector().clockAhead();
        if (!ahead.isZero()) {
            LOG.warn(
                    "The clock of {} is {} s {} ours. Its times are corrected by that",
                    key().system(),
                    ahead.abs().toSeconds(),
                    ahead.isNegative() ? "behind" : "ahead of");
        }
    }

    private void logUnreadable(Unreadable entry) {
        LOG.warn("{} is passed over, because it cannot be read: {}", entry.place(), entry.reason());
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
        return new VendorQuestion(context, key());
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
