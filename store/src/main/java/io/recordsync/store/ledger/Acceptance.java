package io.recordsync.store.ledger;

import io.recordsync.store.ledger.Merge.Merged;
import io.recordsync.store.sql.Statements;
import io.recordsync.store.sql.Transactions;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.util.function.SingletonSupplier;

/** Accepts changes: logs each change under its event key, and merges it into the image of its record. */
public final class Acceptance {

    /** What accepting a change has done. */
    public enum Result {
        /** The image has a new revision. */
        CHANGED,
        /** The image already has what the change says. */
        UNCHANGED,
        /**
         * Its source has already said something newer, or the record is deleted and this change must not create it
         * again.
         */
        SUPERSEDED,
        /** The same event was accepted before. */
        REPEATED,
        /**
         * The change would have made its record's image larger than allowed (2000 fields, 1,000,000 characters, 100
         * sources). It is not in the ledger, and its entry point makes it a dead letter.
         */
        REFUSED
    }

    /**
     * The largest number of attempts to accept a poll. An attempt is repeated only if another transaction has created a
     * record that the attempt did not find; the next attempt finds that record.
     */
    private static final int MAX_ATTEMPTS = 10;

    private static final String DEADLOCK = "40P01";

    private final Transactions transactions;
    private final Images images;
    private final ChangeLog log;
    private final Supplier<FieldHashes> hashes;
    private final Recognition recognition;

    /** @param hashes by which a value that another source has replaced is recognised; asked for when it is needed */
    public Acceptance(Statements statements, Transactions transactions, Supplier<FieldHashes> hashes) {
        this(transactions, new Images(statements), new ChangeLog(statements), hashes, Recognition.NONE);
    }

    private Acceptance(
            Transactions transactions,
            Images images,
            ChangeLog log,
            Supplier<FieldHashes> hashes,
            Recognition recognition) {
        this.transactions = transactions;
        this.images = images;
        this.log = log;
        this.hashes = hashes;
        this.recognition = recognition;
    }

    /** The same, which notes also by which values the records are recognised. */
    public Acceptance recognising(Recognition recognised) {
        return new Acceptance(transactions, images, log, hashes, recognised);
    }

    /**
     * What was found out under locks.
     *
     * @param absent the records that did not exist when their rows were to be locked
     */
    public record Judged(List<Change> changes, Set<RecordKey> absent) {

        public Judged {
            changes = List.copyOf(changes);
            absent = Set.copyOf(absent);
        }
    }

    /**
     * Accepts a whole poll in one transaction: all of it, or none. Changes of one record are merged in their order in
     * the list.
     *
     * @return one answer for each change, in the same order; {@link Result#REPEATED} for an event that was accepted
     *     before
     * @throws org.springframework.dao.DataAccessException when the database did not accept the poll; it may be accepted
     *     again
     */
    public List<Accepted> accept(List<Change> changes) {
        return changes.isEmpty() ? List.of() : accept(() -> new Judged(changes, Set.of()), answers -> answers);
    }

    /**
     * Accepts what is found out in the same transaction.
     *
     * @param judged finds the changes, with the rows locked on which they depend: images first. It is called again if
     *     another transaction has created a record that was absent, or if both have waited for each other
     * @param rest writes what depends on the answers
     */
    public <T> T accept(Supplier<Judged> judged, Function<List<Accepted>, T> rest) {
        return accept(judged, rest, MAX_ATTEMPTS);
    }

    /** Locks the images of these records that exist until the transaction ends. */
    public Map<RecordKey, Image> lock(Collection<RecordKey> keys) {
        return images.lock(keys);
    }

    /** Those of these records that exist, deleted or not. */
    public Set<RecordKey> existing(Collection<RecordKey> keys) {
        return images.existing(keys);
    }

    private <T> T accept(Supplier<Judged> judged, Function<List<Accepted>, T> rest, int attempts) {
        try {
            return transactions.run(() -> rest.apply(acceptAll(judged.get())));
        } catch (OvertakenException e) {
            if (attempts == 1) {
                throw new ConcurrencyFailureException(
                        "each attempt failed, because other transactions created the same records at the same"
                                + " time",
                        e);
            }
        } catch (ConcurrencyFailureException e) {
            if (attempts == 1 || !isDeadlock(e)) {
                throw e;
            }
        }
        return accept(judged, rest, attempts - 1);
    }

    /** A page that has locked what it read may wait for a poll that creates the same record, and the poll for it. */
    private static boolean isDeadlock(ConcurrencyFailureException failure) {
        return failure.getMostSpecificCause() instanceof SQLException cause && DEADLOCK.equals(cause.getSQLState());
    }

    /**
     * Creates new records first, while no other row is locked. A transaction that waits here for another one, which
     * creates the same record, holds no lock that the other one could need.
     */
    private List<Accepted> acceptAll(Judged judged) {
        List<Change> changes = judged.changes();
        if (changes.isEmpty()) {
            return List.of();
        }
        Set<RecordKey> existing = images.existing(keys(changes));
        if (!Collections.disjoint(existing, judged.absent())) {
            throw new OvertakenException();
        }
        List<Accepted> made = make(changes.stream()
                .filter(change -> !existing.contains(change.key()))
                .toList());
        List<Accepted> altered = alter(changes.stream()
                .filter(change -> existing.contains(change.key()))
                .toList());
        List<Accepted> answers = inOrder(changes, existing, made.iterator(), altered.iterator());
        log.write(answers);
        return answers;
    }

    /** The ledger has no image and no change of a record that does not exist, so neither is read. */
    private List<Accepted> make(List<Change> changes) {
        Poll poll = new Poll(Map.of(), Map.of(), parts());
        List<Accepted> answers = changes.stream().map(poll::take).toList();
        images.make(poll.altered());
        recognition.note(poll.altered());
        return answers;
    }

    private List<Accepted> alter(List<Change> changes) {
        if (changes.isEmpty()) {
            return List.of();
        }
        Poll poll = new Poll(images.lock(keys(changes)), log.known(changes), parts());
        List<Accepted> answers = changes.stream().map(poll::take).toList();
        images.write(poll.altered());
        recognition.note(poll.altered());
        return answers;
    }

    /** The clock is asked once, and only if a time is needed. */
    private Merge.Parts parts() {
        return new Merge.Parts(hashes, SingletonSupplier.of(images::now));
    }

    private static List<Accepted> inOrder(
            List<Change> changes, Set<RecordKey> existing, Iterator<Accepted> made, Iterator<Accepted> altered) {
        return changes.stream()
                .map(change -> existing.contains(change.key()) ? altered.next() : made.next())
                .toList();
    }

    private static Set<RecordKey> keys(List<Change> changes) {
        return changes.stream().map(Change::key).collect(Collectors.toSet());
    }

    /** The images of one poll's records, while its changes are merged into them. */
    private static final class Poll {

        private final Map<RecordKey, Image> images;
        private final Map<EventId, Boolean> known;
        private final Merge.Parts parts;
        private final Set<RecordKey> altered = new HashSet<>();

        /** @param known the events that were accepted before, and whether their record is settled */
        Poll(Map<RecordKey, Image> existing, Map<EventId, Boolean> known, Merge.Parts parts) {
            this.parts = parts;
            this.images = new HashMap<>(existing);
            this.known = new HashMap<>(known);
        }

        Accepted take(Change change) {
            Boolean isSettled = known.get(EventId.of(change));
            return isSettled == null
                    ? merge(change)
                    : new Accepted(change, Result.REPEATED, image(change.key()).revision(), false, !isSettled);
        }

        private Accepted merge(Change change) {
            Image before = image(change.key());
            Merged merged = Merge.apply(before, change, parts);
            if (merged.image() != before) {
                images.put(change.key(), merged.image());
                altered.add(change.key());
            }
            if (merged.result() != Result.REFUSED) {
                known.put(EventId.of(change), false);
            }
            boolean isStepBack = merged.image() != before && Merge.isStepBack(before, change, parts);
            boolean toBeTold = merged.result() == Result.CHANGED;
            return new Accepted(change, merged.result(), merged.image().revision(), isStepBack, toBeTold);
        }

        List<Image> altered() {
            return altered.stream().map(this::image).toList();
        }

        private Image image(RecordKey key) {
            return images.getOrDefault(key, Image.none(key));
        }
    }
}
