package io.recordsync.starter.bridge;

import io.recordsync.store.Acceptance;
import io.recordsync.store.Accepted;
import io.recordsync.store.Acceptance.Result;
import io.recordsync.store.Change;
import io.recordsync.store.UnreadableImageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;

/** Accepts changes, then notifies Temporal of them. When it returns, their messages may be acknowledged. */
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
     * The result of taking in changes.
     *
     * @param accepted the accepted changes, in the order in which they were given
     * @param refused the changes that can never be accepted, with the reason, without record content
     */
    record Taken(List<Accepted> accepted, Map<Change, String> refused) {}

    /**
     * Takes changes in, in the order given for each record.
     *
     * @throws RuntimeException if PostgreSQL or Temporal cannot be reached. Then all changes may be given again, and
     * none is counted twice
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
                .filter(one -> one.result() == Result.REFUSED)
                .forEach(one -> refused.put(one.change(), TOO_LARGE));
        return new Taken(
                answers.stream().filter(one -> one.result() != Result.REFUSED).toList(), refused);
    }

    /**
     * Accepts the changes one at a time after an unexpected failure, so that the one that causes it does not block the
     * others.
     */
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
