package io.recordsync.worker.reading;

import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.delivery.Standing;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.Sources;
import io.recordsync.worker.reading.Judgement.Verdict;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges a row whose record is known: what the system has changed, and whose value each field has in the end. A pure
 * function of the row, of what the ledger knows, and of the rules. A row is compared with its base, not with the
 * record: only what has changed there since is an edit.
 */
final class Judge {

    private final Sides sides;
    private final FirstContact firstContact;
    private final RoundTripCheck roundTrip;
    private final Policy policy;

    /** @param now the ledger's clock, for edits of systems that state no times */
    Judge(Sides sides, Instant now) {
        this.sides = sides;
        this.firstContact = new FirstContact(sides, now);
        this.roundTrip = new RoundTripCheck(sides);
        this.policy = new Policy(sides, now);
    }

    Judgement judge(SeenRow seen, Known known) {
        if (isUnchanged(seen, known)) {
            return Judgement.of(Verdict.UNCHANGED);
        }
        if (isHeldByDelivery(seen, known) || isOlderThanBase(seen, known)) {
            return Judgement.of(Verdict.LATER);
        }
        boolean isFirstContact = known.counterpart().isWithoutBase();
        if (known.isNew() || isFirstContact && isDeletedWithoutUs(known)) {
            return made(seen, known, sides.reading().paths());
        }
        if (isFirstContact) {
            return firstContact.judge(seen, known);
        }
        return known.image().deleted() ? afterDelete(seen, known) : edited(seen, known);
    }

    private boolean isUnchanged(SeenRow seen, Known known) {
        Counterpart counterpart = known.counterpart();
        return !counterpart.isGone() && counterpart.rowHash().equals(Optional.of(sides.hashOfRow(known.key(), seen)));
    }

    /**
     * Whether a delivery may have changed the row since the system was asked, or may still change it. After its time, a
     * doubt holds nothing back.
     */
    private static boolean isHeldByDelivery(SeenRow seen, Known known) {
        Standing delivery = known.delivery();
        Instant asked = seen.asked();
        return delivery.leased()
                || delivery.inDoubt()
                        && delivery.inDoubtUntil()
                                .filter(until -> !asked.isAfter(until))
                                .isPresent()
                || delivery.settledAt().filter(at -> !asked.isAfter(at)).isPresent()
                || known.counterpart().askedAt().filter(asked::isBefore).isPresent();
    }

    /**
     * Whether the row's time says that this is an older state than the base, or cannot tell. It is then asked for by
     * its id; a row that was asked for by its id is judged whatever its time says.
     */
    private boolean isOlderThanBase(SeenRow seen, Known known) {
        Counterpart counterpart = known.counterpart();
        Optional<Instant> modified = seen.row().modified();
        if (seen.byId() || modified.isEmpty() || counterpart.isWithoutBase()) {
            return false;
        }
        Instant time = modified.get();
        Optional<Counterpart.WriteTime> wrote = counterpart.wrote();
        boolean isOlder = wrote.filter(write -> time.isBefore(write.from())).isPresent()
                || counterpart.modified().filter(time::isBefore).isPresent();
        boolean isUnsure = wrote.filter(write -> write.contains(time)).isPresent()
                || counterpart.modified().equals(modified);
        return isOlder || isUnsure && showsNews(seen, known);
    }

    private boolean showsNews(SeenRow seen, Known known) {
        return !changed(new Findings(sides, seen, known)).isEmpty();
    }

    /** The read fields that show something else than what is known of them. */
    private Set<String> changed(Findings findings) {
        return sides.reading().readFields().stream()
                .filter(findings.seen()::shows)
                .filter(field -> !findings.base(field).isUnknown())
                .filter(field -> !findings.base(field).knows(findings.shown(field)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A row that becomes a record, or brings one back: all that it shows is taken. */
    private Judgement made(SeenRow seen, Known known, Set<String> paths) {
        if (!known.isNew() && !seen.byId()) {
            return Judgement.of(Verdict.LATER);
        }
        Findings findings = new Findings(sides, seen, known);
        Map<String, @Nullable Object> theirs = new Readable(sides, findings).of(paths);
        Map<String, @Nullable Object> given = sides.given(findings.key(), Map.of(), theirs);
        // A value that would be lost on the way there opens its conflict, but a new record has it.
        roundTrip.check(
                findings, Map.of(), new LinkedHashMap<>(theirs), sides.reading().readFields());
        theirs.forEach(findings::take);
        given.forEach((field, value) -> {
            if (sides.reading().readFields().contains(field)) {
                findings.base(field, base -> base.withGiven(findings.hash(field, value)));
            } else if (value == null) {
                findings.base(field, base -> base.withGiven(findings.hash(field, null)));
            }
        });
        findings.noteForms();
        return findings.finish(Verdict.CREATED, Optional.of(Operation.CREATE));
    }

    /** Whether the record was deleted before the system was given anything of it: the row is then a life of its own. */
    private static boolean isDeletedWithoutUs(Known known) {
        return known.image().deleted() && !known.delivery().isGivenBefore();
    }

    /** A row of a record that is deleted here: an edit that is newer than our delete brings the record back whole. */
    private Judgement afterDelete(SeenRow seen, Known known) {
        Findings findings = new Findings(sides, seen, known);
        Set<String> changed = editedBySystem(findings);
        changed.removeIf(field -> {
            String normal = findings.hash(field, findings.normal(field));
            boolean isOurs = findings.base(field).isGiven(normal);
            if (isOurs) {
                findings.noteForm(field);
            }
            return isOurs;
        });
        return changed.isEmpty()
                ? findings.finish(Verdict.UNCHANGED, Optional.empty())
                : made(seen, known, sides.reading().paths());
    }

    private Judgement edited(SeenRow seen, Known known) {
        Findings findings = new Findings(sides, seen, known);
        firstContact.linkNewFields(findings);
        Set<String> changed = editedBySystem(findings);
        Set<String> givenUp = closeMoved(findings);
        Map<String, @Nullable Object> theirs = new Readable(sides, findings).of(pathsOf(changed));
        roundTrip.dropOtherForms(findings, theirs, changed);
        roundTrip.check(findings, known.image().fields(), theirs, changed);
        policy.decide(findings, theirs, givenUp);
        return accepted(findings);
    }

    /** The changed fields without those that a call of ours may have changed. */
    private Set<String> editedBySystem(Findings findings) {
        noteFormsOfOurWrite(findings);
        Set<String> changed = changed(findings);
        if (findings.known().delivery().inDoubt()) {
            changed.removeAll(findings.known().counterpart().sending().keySet());
        }
        return changed;
    }

    private Set<String> pathsOf(Set<String> changed) {
        return changed.stream()
                .flatMap(field -> sides.reading().pathsOf(field).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** After a reading back that failed, what our write sent is shown in the system's form. */
    private static void noteFormsOfOurWrite(Findings findings) {
        Counterpart counterpart = findings.known().counterpart();
        Optional<Instant> until = counterpart.wrote().map(Counterpart.WriteTime::until);
        boolean isOurs = findings.seen().row().modified().isEmpty()
                || until.filter(end -> !findings.seen().row().modified().get().isAfter(end))
                        .isPresent();
        if (!findings.known().delivery().inDoubt() && isOurs) {
            counterpart.sending().keySet().stream()
                    .filter(findings.seen()::shows)
                    .forEach(findings::noteForm);
        }
    }

    /**
     * Closes the conflicts whose row shows something else now. What was theirs then has lost, unless it was no edit.
     *
     * @return the paths in whose conflict our value was waiting
     */
    private Set<String> closeMoved(Findings findings) {
        Set<String> givenUp = new LinkedHashSet<>();
        boolean wasHeld = false;
        for (Conflict conflict : findings.known().conflicts()) {
            if (!isMoved(conflict, findings)) {
                continue;
            }
            findings.close(conflict.path());
            wasHeld |= conflict.kind() == Kind.ASK;
            if (conflict.kind().isOfOurValue()) {
                givenUp.add(conflict.path());
            } else {
                findings.lose(conflict.path(), Sources.ofSystem(sides.system()), conflict.theirs(), conflict.ours());
            }
        }
        if (wasHeld && isLastHeld(findings)) {
            findings.touch();
        }
        return givenUp;
    }

    private static boolean isMoved(Conflict conflict, Findings findings) {
        return conflict.kind() != Kind.AMBIGUOUS
                && conflict.shown().entrySet().stream()
                        .anyMatch(shown -> findings.seen().shows(shown.getKey())
                                && !shown.getValue().equals(findings.shown(shown.getKey())));
    }

    private static boolean isLastHeld(Findings findings) {
        return findings.known().conflicts().stream()
                .filter(conflict -> conflict.kind() == Kind.ASK)
                .allMatch(conflict -> findings.isClosed(conflict.path()));
    }

    /** Moves the base of what was taken, and makes the change. */
    private Judgement accepted(Findings findings) {
        Map<String, @Nullable Object> taken = findings.taken();
        Map<String, @Nullable Object> given = findings.given(taken);
        taken.keySet().stream()
                .flatMap(path -> findings.fieldsOf(path).stream())
                .filter(field -> !findings.isToBeGiven(field))
                .forEach(field -> {
                    String hash = findings.hash(field, given.get(field));
                    findings.base(field, base -> base.withGiven(hash).withDiffers(false));
                    findings.noteForm(field);
                });
        Optional<Operation> operation = taken.isEmpty() ? Optional.empty() : Optional.of(Operation.UPDATE);
        return findings.finish(Verdict.UNCHANGED, operation);
    }
}
