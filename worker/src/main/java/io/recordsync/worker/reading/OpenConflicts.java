package io.recordsync.worker.reading;

import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.ledger.Sources;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The open conflicts of a row: which of them are over because of what the row shows now. */
final class OpenConflicts {

    private final Sides sides;

    OpenConflicts(Sides sides) {
        this.sides = sides;
    }

    /**
     * Closes the conflicts whose row shows something else now. What was theirs then has lost, unless it was no edit.
     *
     * @return the paths in whose conflict our value was waiting
     */
    Set<String> closeMoved(Findings findings) {
        Set<String> givenUp = new LinkedHashSet<>();
        Set<String> backAtBase = new LinkedHashSet<>();
        boolean wasHeld = false;
        for (Conflict conflict : findings.known().conflicts()) {
            if (conflict.kind().isOfOurValue() && isOver(conflict, findings)) {
                findings.close(conflict.path());
            }
            if (!isMoved(conflict, findings) || isStillRefused(conflict, findings)) {
                continue;
            }
            findings.close(conflict.path());
            wasHeld |= conflict.kind() == Kind.ASK;
            if (conflict.kind().isOfOurValue()) {
                givenUp.add(conflict.path());
            } else {
                loseTheirs(findings, conflict.path(), conflict.theirs());
                if (isBackAtBase(conflict.path(), findings)) {
                    backAtBase.add(conflict.path());
                }
            }
        }
        new Readable(sides, findings).of(backAtBase).forEach((path, theirs) -> loseTheirs(findings, path, theirs));
        if (wasHeld && isLastHeld(findings)) {
            findings.touch();
        }
        return givenUp;
    }

    private void loseTheirs(Findings findings, String path, @Nullable Object theirs) {
        if (!RoundTripCheck.isSame(theirs, findings.ours(path))) {
            findings.lose(path, Sources.ofSystem(sides.system()), theirs, findings.ours(path));
        }
    }

    /**
     * Whether somebody has set the row back to what it showed before the conflict. Compared with its base it shows no
     * edit, and ours is given: but somebody has typed it.
     */
    private static boolean isBackAtBase(String path, Findings findings) {
        return findings.fieldsOf(path).stream()
                .allMatch(field -> findings.base(field).knows(findings.shown(field)) && !findings.isInDoubt(field));
    }

    private static boolean isMoved(Conflict conflict, Findings findings) {
        return conflict.kind() != Kind.AMBIGUOUS
                && conflict.shown().entrySet().stream()
                        .anyMatch(shown -> findings.seen().shows(shown.getKey())
                                && !shown.getValue().equals(findings.shown(shown.getKey())));
    }

    /** Whether the system has our value after all, or ours has become what it has. */
    private boolean isOver(Conflict conflict, Findings findings) {
        Map<String, @Nullable Object> ours = findings.given();
        Collection<String> fields = findings.fieldsOf(conflict.path());
        return !fields.isEmpty()
                && fields.stream().allMatch(field -> RoundTripCheck.isSame(findings.normal(field), ours.get(field)));
    }

    /**
     * Whether the system only shows in another form what it showed when it did not take our value. That is no edit: the
     * form is noted.
     */
    private boolean isStillRefused(Conflict conflict, Findings findings) {
        if (!conflict.kind().isOfOurValue() || findings.isClosed(conflict.path())) {
            return false;
        }
        Set<String> shown = conflict.shown().keySet();
        boolean isSame = shown.stream()
                .filter(findings.seen()::shows)
                .allMatch(field -> showsSameAsThen(conflict, findings, field));
        if (isSame) {
            shown.stream().filter(findings.seen()::shows).forEach(findings::noteForm);
        }
        return isSame;
    }

    private boolean showsSameAsThen(Conflict conflict, Findings findings, String field) {
        String then = String.valueOf(conflict.shown().get(field));
        Object now = findings.normal(field);
        boolean isNormalForm = then.equals(findings.hash(field, now)) || then.equals(findings.shown(field));
        boolean isFormOfKept = conflict.theirs() != null
                && conflict.shown().size() == 1
                && RoundTripCheck.isSame(sides.normal(field, conflict.theirs()), now);
        return isNormalForm || isFormOfKept;
    }

    private static boolean isLastHeld(Findings findings) {
        return findings.known().conflicts().stream()
                .filter(conflict -> conflict.kind() == Kind.ASK)
                .allMatch(conflict -> findings.isClosed(conflict.path()));
    }
}
