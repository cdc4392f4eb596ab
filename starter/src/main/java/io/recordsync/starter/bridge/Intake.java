package io.recordsync.starter.bridge;

import io.recordsync.store.Acceptance;
import io.recordsync.store.Accepted;
import io.recordsync.store.Accepted.Verdict;
import io.recordsync.store.Change;
import io.recordsync.store.UnreadableImageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;

/** Accepts changes, then tells Temporal. When it returns, they may be acknowledged. */
final class Intake {

    private static final String TOO_LARGE = "it would make its record larger than a record may be";
    private static final String REFUSED = "the ledger refuses its content";

    private final Acceptance acceptance;
    private final LaneRouter lanes;

    Intake(Acceptance acceptance, LaneRouter lanes) {
        this.acceptance = acceptance;
        this.lanes = lanes;
    }

    /**
     * What became of changes.
     *
     * @param accepted in the order of the changes, without those refused
     * @param refused those that can never be accepted, and why, without content
     */
    record Taken(List<Accepted> accepted, Map<Change, String> refused) {}

    /**
     * Takes changes in; those of one record in their order.
     *
     * @throws RuntimeException if PostgreSQL or Temporal cannot be reached: then all of it may be given again, and nothing is doubled
     */
    Taken take(List<Change> changes) {
        Taken taken = accept(changes);
        lanes.send(toTell(taken.accepted()), changes.size());
        return taken;
    }

    private Taken accept(List<Change> changes) {
        try {
            return sorted(acceptance.accept(changes));
        } catch (RuntimeException e) {
            if (isOutage(e)) {
                throw e;
            }
            return acceptOneByOne(changes);
        }
    }

    private static Taken sorted(List<Accepted> answers) {
        Map<Change, String> refused = new LinkedHashMap<>();
        answers.stream()
                .filter(one -> one.verdict() == Verdict.REFUSED)
                .forEach(one -> refused.put(one.change(), TOO_LARGE));
        return new Taken(
                answers.stream().filter(one -> one.verdict() != Verdict.REFUSED).toList(), refused);
    }

    /** Something about one of them is wrong that nobody foresaw; the others go on. */
    private Taken acceptOneByOne(List<Change> changes) {
        List<Accepted> accepted = new ArrayList<>();
        Map<Change, String> refused = new LinkedHashMap<>();
        for (Change change : changes) {
            try {
                Taken one = sorted(acceptance.accept(List.of(change)));
                accepted.addAll(one.accepted());
                refused.putAll(one.refused());
            } catch (RuntimeException e) {
                if (isOutage(e)) {
                    throw e;
                }
                refused.put(change, reason(e));
            }
        }
        return new Taken(accepted, refused);
    }

    private static String reason(RuntimeException failure) {
        return failure instanceof UnreadableImageException
                ? String.valueOf(failure.getMessage())
                : "%s (%s)".formatted(REFUSED, failure.getClass().getSimpleName());
    }

    private static boolean isOutage(RuntimeException failure) {
        return failure instanceof DataAccessException && !(failure instanceof DataIntegrityViolationException);
    }

    private static List<Accepted> toTell(List<Accepted> accepted) {
        return accepted.stream().filter(Accepted::toBeTold).toList();
    }
}
