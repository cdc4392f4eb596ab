package io.recordsync.worker.reading;

import io.recordsync.process.ErrorIds;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.reading.Judgement.Counts;
import io.recordsync.worker.reading.Judgement.Verdict;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Accepts what a system showed. All rows of a page are judged under the locks of their records, and everything that
 * comes of it is written, in one transaction.
 */
public final class Readings implements PageAcceptance {

    private final Store store;
    private final RuleSet rules;
    private final Supplier<String> errorIds;

    public Readings(Store store, RuleSet rules) {
        this(store, rules, new ErrorIds(new SecureRandom())::next);
    }

    /** @param errorIds identify a row that is passed over in the log */
    public Readings(Store store, RuleSet rules, Supplier<String> errorIds) {
        this.store = store;
        this.rules = rules;
        this.errorIds = errorIds;
    }

    /**
     * The rows of one question to a system.
     *
     * @param object the vendor's name of the object
     * @param name distinguishes the page from all others: its run and number
     * @param carriesIds whether rows that we made carry the ids of their records from the start
     * @param wish what a person wants of the reading, aside from the rules
     * @param watch what a run looks for beside its rows; empty for rows that deliveries meet
     */
    public record Page(
            String tenant,
            String system,
            String entity,
            String object,
            String name,
            List<SeenRow> rows,
            boolean carriesIds,
            Wish wish,
            Optional<Watch> watch) {

        public Page {
            rows = List.copyOf(rows);
        }

        /** A page of which each row may have news. */
        public Page(
                String tenant,
                String system,
                String entity,
                String object,
                String name,
                List<SeenRow> rows,
                boolean carriesIds,
                Wish wish) {
            this(tenant, system, entity, object, name, rows, carriesIds, wish, Integer.MAX_VALUE);
        }

        /** Rows of which nobody wants anything but what the rules say. */
        public Page(
                String tenant,
                String system,
                String entity,
                String object,
                String name,
                List<SeenRow> rows,
                boolean carriesIds) {
            this(tenant, system, entity, object, name, rows, carriesIds, Wish.NONE, Optional.empty());
        }

        /** The page as if its rows did not show these fields. */
        Page without(Set<String> fields) {
            return fields.isEmpty()
                    ? this
                    : new Page(
                            tenant,
                            system,
                            entity,
                            object,
                            name,
                            rows.stream().map(row -> row.without(fields)).toList(),
                            carriesIds,
                            wish,
                            watch);
        }

        /** Rows of a system that keeps the ids of records, or rows whose records are known. */
        public Page(String tenant, String system, String entity, String object, String name, List<SeenRow> rows) {
            this(tenant, system, entity, object, name, rows, true);
        }

        RowPlace place(SeenRow seen) {
            return new RowPlace(tenant, system, object, seen.row().externalId());
        }
    }

    /**
     * What a run looks for beside its rows: whether many of them change in the same way.
     *
     * @param run the run that counts it
     * @param isFile whether the rows are those of a file, which people and programs write as a whole
     */
    public record Watch(long run, boolean isFile) {}

    /**
     * What came of a page.
     *
     * @param verdicts the verdict of each row, in their order
     * @param changed the records whose deliveries are due now
     * @param counts the sum over all rows
     * @param again the rows that are to be read again by their id
     */
    public record Read(List<Verdict> verdicts, List<RecordKey> changed, Counts counts, List<Again> again) {

        public Read {
            verdicts = List.copyOf(verdicts);
            changed = List.copyOf(changed);
            again = List.copyOf(again);
        }
    }

    /**
     * Accepts a page by itself.
     *
     * @throws IllegalArgumentException if the rules do not read the entity from the system
     * @throws org.springframework.dao.DataAccessException if the database did not accept it; it may be accepted again
     */
    public Read accept(Page page) {
        return accept(page, () -> {}, read -> {});
    }

    /** @throws TooMuchNewsException if more rows of the page have news than it allows; nothing is written then */
    @Override
    public Read accept(Page page, Runnable first, Consumer<Read> last) {
        Sides sides =
                Sides.of(page.system(), page.entity(), rules, store.hashes().get());
        PageResults results = new PageResults(store, sides, page, errorIds);
        PageJudgement judgement = new PageJudgement(store, sides, page, results);
        return store.acceptance()
                .recognising(new MatchKeys(store, rules))
                .accept(
                        () -> {
                            first.run();
                            return judgement.judge();
                        },
                        answers -> {
                            Read read = results.write(answers);
                            last.accept(read);
                            return read;
                        });
    }
}
