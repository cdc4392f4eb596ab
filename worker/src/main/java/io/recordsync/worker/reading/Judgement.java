package io.recordsync.worker.reading;

import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.LostValue;
import io.recordsync.store.ledger.Change.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about a row. Contains personal data, so it is never logged.
 *
 * @param operation the change of the record; empty if the row changes nothing of it
 * @param patch the fields of that change
 * @param counterpart the counterpart as it is to be written, provided that the ledger takes the change; empty if it
 *     stays as it is
 * @param opened the conflicts that begin
 * @param closed the paths whose conflicts are over
 * @param lost the values that give way
 * @param touched whether the record's deliveries are due again although its image does not change
 * @param counts how many paths were taken, overruled, adjusted, and so on
 */
public record Judgement(
        Verdict verdict,
        Optional<Operation> operation,
        Map<String, @Nullable Object> patch,
        Optional<Counterpart> counterpart,
        List<Conflict> opened,
        Set<String> closed,
        List<LostValue> lost,
        boolean touched,
        Counts counts) {

    /** The verdicts in the order in which they count for a row with several paths. */
    public enum Verdict {
        /** The row cannot be judged now; it is read again by its id. */
        LATER,
        /** It is not certain which record the row is. */
        AMBIGUOUS,
        /** The row is no record of ours, and is not to become one. */
        NOT_WANTED,
        /** The row has what the ledger cannot store, or its record cannot be read. It is passed over. */
        UNREADABLE,
        /** A conflict has begun. */
        CONFLICT,
        /** The row is a new record, or brings a deleted one back. */
        CREATED,
        /** At least one value was taken. */
        UPDATED,
        /** All values that were edited there gave way to ours. */
        OVERRULED,
        /** The row and the record are linked, and nothing was taken. */
        LINKED,
        UNCHANGED
    }

    /**
     * @param taken paths whose value was taken from the system
     * @param overruled paths whose value gave way to ours
     * @param adjusted fields that the system shows in another form
     * @param differing paths that differ since the sides were linked
     */
    public record Counts(int taken, int overruled, int adjusted, int differing) {

        static final Counts NONE = new Counts(0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    taken + other.taken,
                    overruled + other.overruled,
                    adjusted + other.adjusted,
                    differing + other.differing);
        }
    }

    /** A verdict that changes nothing but the list of rows that are read again. */
    static Judgement of(Verdict verdict) {
        return new Judgement(
                verdict,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                List.of(),
                Set.of(),
                List.of(),
                false,
                Counts.NONE);
    }

    /** It is not certain which record the row is. */
    static Judgement ambiguous(Counterpart counterpart, Conflict conflict) {
        return of(Verdict.AMBIGUOUS).with(counterpart).with(conflict);
    }

    Judgement with(Counterpart judged) {
        return new Judgement(verdict, operation, patch, Optional.of(judged), opened, closed, lost, touched, counts);
    }

    Judgement with(Conflict conflict) {
        return new Judgement(verdict, operation, patch, counterpart, List.of(conflict), closed, lost, touched, counts);
    }

    @Override
    public String toString() {
        return verdict + counterpart.map(one -> " " + one).orElse("");
    }
}
