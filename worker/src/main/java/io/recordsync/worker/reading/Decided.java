package io.recordsync.worker.reading;

import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.LostValue;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.ledger.Change;
import io.recordsync.workflows.ResolveResult;
import io.recordsync.workflows.ResolveResult.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about a conflict that a person has decided. Contains personal data, so it is never logged.
 *
 * @param changes the change of the record, one at most
 * @param counterpart the row with its new base; empty if it stays as it is
 * @param lost the values that give way
 * @param closes whether the conflict is over
 * @param again why the row is read again by its id at once; empty if it need not be
 * @param result the answer
 */
record Decided(
        List<Change> changes,
        Optional<Counterpart> counterpart,
        List<LostValue> lost,
        boolean closes,
        Optional<Why> again,
        ResolveResult result) {

    Decided {
        changes = List.copyOf(changes);
        lost = List.copyOf(lost);
    }

    /** Nothing is written. */
    static Decided nothing(Outcome outcome, String text) {
        return new Decided(
                List.of(), Optional.empty(), List.of(), false, Optional.empty(), new ResolveResult(outcome, text));
    }

    /** There is nothing any more that the decision could be about. */
    static Decided closed(String text) {
        return new Decided(
                List.of(),
                Optional.empty(),
                List.of(),
                true,
                Optional.empty(),
                new ResolveResult(Outcome.DECIDED, text));
    }

    @Override
    public String toString() {
        return result.toString();
    }
}
