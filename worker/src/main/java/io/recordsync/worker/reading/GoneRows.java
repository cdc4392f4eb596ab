package io.recordsync.worker.reading;

import io.recordsync.rules.Deletes;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.ledger.Accepted;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.reading.GoneRow;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Applies the deletes that people make in a system that is read: what is known of a row ends, and the rules say what
 * happens to its record. The rows are proven to be gone: the system was asked for each and did not have it.
 */
public final class GoneRows {

    private final Store store;
    private final RuleSet rules;

    public GoneRows(Store store, RuleSet rules) {
        this.store = store;
        this.rules = rules;
    }

    /**
     * Rows that are gone.
     *
     * @param object the vendor's name of the object
     * @param name distinguishes the page from all others: its run and number
     * @param deletes what happens to the records; empty for what the rules say
     */
    public record Page(
            String tenant,
            String system,
            String entity,
            String object,
            String name,
            List<GoneRow> rows,
            Optional<Deletes> deletes) {

        public Page {
            rows = List.copyOf(rows);
        }

        RowPlace place(String externalId) {
            return new RowPlace(tenant, system, object, externalId);
        }
    }

    /**
     * What came of it.
     *
     * @param changed the records whose deliveries are due now
     * @param deleted the number of rows that count as gone now
     * @param done the ids of the rows that need nothing more
     * @param putOff the ids of rows that were judged or written since the system was asked, or are being written now
     */
    public record Applied(List<RecordKey> changed, long deleted, Set<String> done, Set<String> putOff) {}

    /** What {@link #apply} would bring. All of it is rolled back. */
    public Applied rehearse(Page page) {
        try {
            apply(page, () -> {}, applied -> {
                throw new RolledBack(applied);
            });
            throw new IllegalStateException("a rehearsed page was written");
        } catch (RolledBack e) {
            return e.applied;
        }
    }

    /** Ends a transaction of which nothing is to stay. */
    private static final class RolledBack extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Applied applied;

        RolledBack(Applied applied) {
            super("rolled back", null, false, false);
            this.applied = applied;
        }
    }

    /**
     * Applies the deletes of these rows in one transaction, which may be repeated.
     *
     * @param first called in each transaction before anything is locked. What it throws ends the transaction, and is
     *     thrown here
     * @param last called in each transaction when all else is written
     * @throws org.springframework.dao.DataAccessException if the database did not accept it; it may be accepted again
     */
    public Applied apply(Page page, Runnable first, Consumer<Applied> last) {
        Sides sides =
                Sides.of(page.system(), page.entity(), rules, store.hashes().get());
        GonePage gone = new GonePage(store, sides, page);
        return store.acceptance()
                .recognising(new MatchKeys(store, rules))
                .accept(
                        () -> {
                            first.run();
                            return gone.judge();
                        },
                        (List<Accepted> answers) -> {
                            Applied applied = gone.write(answers);
                            last.accept(applied);
                            return applied;
                        });
    }
}
