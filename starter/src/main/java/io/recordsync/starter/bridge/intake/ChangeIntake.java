package io.recordsync.starter.bridge.intake;

import io.recordsync.starter.bridge.lanes.Lane;
import io.recordsync.starter.bridge.lanes.LaneRouter;
import io.recordsync.store.ledger.Acceptance;
import io.recordsync.store.ledger.Acceptance.Result;
import io.recordsync.store.ledger.Accepted;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.UnreadableImageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * The one intake of changes, for every entry point: accepts a page of changes into the ledger, then notifies Temporal
 * of the records that have work to do. When it returns, both are durable, and the entry point may acknowledge the page.
 */
public final class ChangeIntake {

    private static final String TOO_LARGE = "it would make the record larger than a record may be";
    private static final String REFUSED = "the ledger cannot store its content";

    private final Acceptance acceptance;
    private final LaneRouter lanes;

    ChangeIntake(Acceptance acceptance, LaneRouter lanes) {
        this.acceptance = acceptance;
        this.lanes = lanes;
    }

    /**
     * The result of taking in a page.
     *
     * @param accepted the accepted changes, in the order in which they were given
     * @param refused the changes that can never be accepted as they are
     * @param lane the lane by which Temporal was notified of the accepted changes
     */
    public record Taken(List<Accepted> accepted, List<Refused> refused, Lane lane) {}

    /**
     * A change that was not accepted. Nothing of it is in the ledger.
     *
     * @param reason why, for people, without record content
     * @param failure the exception, if neither the size nor the content of the change is the cause
     */
    public record Refused(Change change, String reason, Optional<RuntimeException> failure) {}

    /**
     * Takes a page of changes in. Changes of the same record are merged in their order in the page.
     *
     * @param page the changes of a poll, a request or of whatever else the entry point acknowledges as one
     * @param timeLimit runs the calls to Temporal that it is given, and may limit their time by the deadline of the
     *     gRPC context of the thread
     * @throws RuntimeException if PostgreSQL or Temporal cannot be reached. The same page may then be given again, and
     *     no change is counted twice
     */
    public Taken take(List<Change> page, Consumer<Runnable> timeLimit) {
        Answers answers = accept(page);
        List<Accepted> due =
                answers.accepted().stream().filter(Accepted::toBeTold).toList();
        Lane lane = lanes.choose(due.size());
        timeLimit.accept(() -> lanes.send(due, lane));
        return new Taken(answers.accepted(), answers.refused(), lane);
    }

    /** The answers of the ledger to a page, which are added one by one. */
    private record Answers(List<Accepted> accepted, List<Refused> refused) {}

    /**
     * Accepts the page as a whole. After an unexpected failure it accepts the changes one at a time, so that the one
     * that causes the failure does not block the others.
     */
    private Answers accept(List<Change> page) {
        Answers answers = new Answers(new ArrayList<>(), new ArrayList<>());
        try {
            acceptance.accept(page).forEach(answer -> sort(answer, answers));
        } catch (RuntimeException e) {
            if (isOutage(e)) {
                throw e;
            }
            page.forEach(change -> acceptAlone(change, answers));
        }
        return answers;
    }

    private void acceptAlone(Change change, Answers answers) {
        try {
            sort(acceptance.accept(List.of(change)).getFirst(), answers);
        } catch (RuntimeException e) {
            if (isOutage(e)) {
                throw e;
            }
            answers.refused().add(refused(change, e));
        }
    }

    private static void sort(Accepted answer, Answers answers) {
        if (answer.result() == Result.REFUSED) {
            answers.refused().add(new Refused(answer.change(), TOO_LARGE, Optional.empty()));
        } else {
            answers.accepted().add(answer);
        }
    }

    private static Refused refused(Change change, RuntimeException failure) {
        String reason = failure instanceof UnreadableImageException
                ? String.valueOf(failure.getMessage())
                : "%s (%s)".formatted(REFUSED, failure.getClass().getSimpleName());
        return new Refused(
                change, reason, Optional.of(failure).filter(any -> !(any instanceof DataIntegrityViolationException)));
    }

    private static boolean isOutage(RuntimeException failure) {
        return failure instanceof DataAccessException && !(failure instanceof DataIntegrityViolationException);
    }
}
