package io.recordsync.worker.reading;

import io.recordsync.process.ErrorIds;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.reading.SampleStore.Sample;
import io.recordsync.worker.reading.Judgement.Counts;
import io.recordsync.worker.reading.Judgement.Verdict;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

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
     * @param mostNews how many rows with news one transaction takes: each of them is locked
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
            int mostNews,
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
            this(tenant, system, entity, object, name, rows, carriesIds, wish, Integer.MAX_VALUE, Optional.empty());
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
            this(tenant, system, entity, object, name, rows, carriesIds, Wish.NONE);
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
                            mostNews,
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

        /** This page and another one that read some of its rows again. */
        Read and(Read next) {
            return new Read(
                    Stream.concat(verdicts.stream(), next.verdicts.stream()).toList(),
                    Stream.concat(changed.stream(), next.changed.stream())
                            .distinct()
                            .toList(),
                    counts.plus(next.counts),
                    next.again);
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

    /**
     * What accepting a page would bring. Contains personal data, so it is never logged.
     *
     * @param samples the rows that would change something, or need a person
     */
    public record Rehearsal(Read read, List<Sample> samples) {

        public Rehearsal {
            samples = List.copyOf(samples);
        }

        /** The same, followed by another one that read some of its rows again. */
        public Rehearsal and(Rehearsal next) {
            return new Rehearsal(
                    read.and(next.read),
                    Stream.concat(samples.stream(), next.samples.stream()).toList());
        }

        @Override
        public String toString() {
            return read.verdicts().toString();
        }
    }

    /**
     * Accepts a page, and rolls the transaction back.
     *
     * @param first called in each transaction before anything is locked
     * @param last called in each transaction when all else is written, to see what came of it
     * @throws IllegalArgumentException if the rules do not read the entity from the system
     * @throws org.springframework.dao.DataAccessException if the database did not answer; it may be tried again
     */
    public Rehearsal rehearse(Page page, Runnable first, Consumer<Read> last) {
        PageResults results = new PageResults(store, sides(page), page, errorIds);
        try {
            accept(page, results, first, read -> {
                last.accept(read);
                throw new RolledBack(read);
            });
            throw new IllegalStateException("a rehearsed page was written");
        } catch (RolledBack e) {
            return new Rehearsal(e.read, results.samples());
        }
    }

    /**
     * Accepts a page, and shows its rows before it is written to the end.
     *
     * @param first as that of {@link #accept(Page, Runnable, Consumer)}
     * @param last called in each transaction when all else is written
     */
    public Read show(Page page, Runnable first, Consumer<Rehearsal> last) {
        PageResults results = new PageResults(store, sides(page), page, errorIds);
        return accept(page, results, first, read -> last.accept(new Rehearsal(read, results.samples())));
    }

    /** Ends a transaction of which nothing is to stay. */
    private static final class RolledBack extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Read read;

        RolledBack(Read read) {
            super("rolled back", null, false, false);
            this.read = read;
        }
    }

    private Sides sides(Page page) {
        return Sides.of(page.system(), page.entity(), rules, store.hashes().get());
    }

    @Override
    public Read accept(Page page, Runnable first, Consumer<Read> last) {
        return accept(page, new PageResults(store, sides(page), page, errorIds), first, last);
    }

    private Read accept(Page page, PageResults results, Runnable first, Consumer<Read> last) {
        PageJudgement judgement = new PageJudgement(store, sides(page), page, results);
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
