package io.recordsync.worker.reading;

import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.delivery.Standing;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.worker.reading.Judgement.Verdict;
import java.time.Instant;
import java.util.Collection;
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
    private final OpenConflicts openConflicts;
    private final Wish wish;
    private final HeldFields held;

    /** @param now the ledger's clock, for edits of systems that state no times */
    Judge(Sides sides, Instant now) {
        this(sides, now, Wish.NONE, HeldFields.NONE);
    }

    /**
     * @param wish what a person wants, aside from the rules
     * @param held the fields about which a person has decided
     */
    Judge(Sides sides, Instant now, Wish wish, HeldFields held) {
        this.sides = sides;
        this.held = held;
        this.wish = wish;
        this.firstContact = new FirstContact(sides, now, wish);
        this.roundTrip = new RoundTripCheck(sides);
        this.policy = new Policy(sides, now);
        this.openConflicts = new OpenConflicts(sides);
    }

    Judgement judge(SeenRow seen, Known known) {
        Counterpart counterpart = known.counterpart();
        String hash = sides.hashOfRow(known.key().tenant(), seen);
        if (!wish.concerns(counterpart) && !held.concerns(counterpart) && isUnchanged(counterpart, hash, seen.byId())) {
            return Judgement.of(Verdict.UNCHANGED);
        }
        if (isHeldByDelivery(seen, known) || isOlderThanBase(seen, known)) {
            return Judgement.of(Verdict.LATER);
        }
        if (isCopyOfDeleted(seen, known)) {
            return Judgement.of(Verdict.AMBIGUOUS);
        }
        if (known.isNew() || isLifeOfItsOwn(known)) {
            return made(seen, known);
        }
        if (counterpart.isWithoutBase()) {
            return firstContact.judge(seen, known);
        }
        return known.image().deleted()
                ? afterDelete(seen, known)
                : edited(seen, known.with(held.withoutReturned(counterpart)));
    }

    /**
     * Whether a row that was no record's carries the id of a record that is deleted by now. Whether it is that record's
     * return or another one with a copied id is for a person to decide.
     */
    private static boolean isCopyOfDeleted(SeenRow seen, Known known) {
        Counterpart counterpart = known.counterpart();
        return known.image().deleted()
                && counterpart.recordId().isEmpty()
                && seen.row().recordId().equals(Optional.of(known.key().recordId()))
                && !known.delivery().externalId().equals(Optional.of(seen.row().externalId()));
    }

    /**
     * Whether the row of a deleted record is a life of its own: the record was deleted before the system was given
     * anything of it, or the row was gone and is there again.
     */
    private static boolean isLifeOfItsOwn(Known known) {
        Counterpart counterpart = known.counterpart();
        boolean isDeletedWithoutUs =
                counterpart.isWithoutBase() && !known.delivery().isGivenBefore();
        return known.image().deleted() && (counterpart.isGone() || isDeletedWithoutUs);
    }

    /**
     * Whether the row shows what it showed when it was judged.
     *
     * @param byId whether it was asked for by its id: then a row of no record may have become one's
     */
    static boolean isUnchanged(Counterpart counterpart, String hashOfRow, boolean byId) {
        return !counterpart.isGone()
                && counterpart.rowHash().equals(Optional.of(hashOfRow))
                && (counterpart.recordId().isPresent() || !byId);
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
    private Judgement made(SeenRow seen, Known known) {
        if (!known.isNew() && !seen.byId()) {
            return Judgement.of(Verdict.LATER);
        }
        return made(new Findings(sides, seen, known));
    }

    private Judgement made(Findings findings) {
        Map<String, @Nullable Object> theirs =
                new Readable(sides, findings).of(sides.reading().paths());
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

    /** A row of a record that is deleted here: an edit that is newer than our delete brings the record back whole. */
    private Judgement afterDelete(SeenRow seen, Known known) {
        Findings findings = new Findings(sides, seen, known);
        openConflicts.closeMoved(findings);
        Set<String> changed = editedBySystem(findings);
        changed.removeIf(field -> {
            String normal = findings.hash(field, findings.normal(field));
            boolean isOurs = findings.base(field).isGiven(normal);
            if (isOurs) {
                findings.noteForm(field);
            }
            return isOurs;
        });
        if (changed.isEmpty()) {
            return findings.finish(Verdict.UNCHANGED, Optional.empty());
        }
        return seen.byId() ? made(findings) : Judgement.of(Verdict.LATER);
    }

    private Judgement edited(SeenRow seen, Known known) {
        Findings findings = new Findings(sides, seen, known);
        if (known.isReturned()) {
            OwnWrites.noteUnanswered(findings);
            // Its delivery goes on.
            findings.touch();
        }
        firstContact.linkNewFields(findings);
        if (wish.link().isPresent()) {
            firstContact.decideDiffering(findings);
        }
        Set<String> givenUp = openConflicts.closeMoved(findings);
        if (wish.overwrites()) {
            OwnWrites.noteForms(findings);
            new Overwriting(sides).decide(findings);
            return accepted(findings);
        }
        Set<String> changed = editedBySystem(findings);
        giveOurs(findings, changed);
        Map<String, @Nullable Object> theirs = new Readable(sides, findings).of(pathsOf(changed));
        roundTrip.dropOtherForms(findings, theirs, changed);
        roundTrip.check(findings, known.image().fields(), theirs, changed);
        policy.decide(findings, theirs, givenUp);
        return accepted(findings);
    }

    /** Our values are given again where a person wants that, and where they have changed while a field was held. */
    private void giveOurs(Findings findings, Set<String> changed) {
        Set<String> ours = changed.stream()
                .filter(field -> wish.keepsOurs() || held.ours().contains(field))
                .collect(Collectors.toSet());
        pathsOf(ours).forEach(path -> {
            Collection<String> fields = findings.fieldsOf(path);
            findings.overrule(
                    path,
                    fields.size() == 1 ? findings.seen().value(fields.iterator().next()) : null);
            changed.removeAll(fields);
        });
        Map<String, @Nullable Object> given = held.decided().isEmpty() ? Map.of() : findings.given();
        boolean isLeft = given.entrySet().stream()
                .filter(one -> held.decided().contains(one.getKey()))
                .anyMatch(one -> !findings.base(one.getKey()).isGiven(findings.hash(one.getKey(), one.getValue())));
        if (isLeft) {
            findings.touch();
        }
    }

    /** The changed fields without those that a call of ours may have changed. */
    private Set<String> editedBySystem(Findings findings) {
        OwnWrites.noteForms(findings);
        Set<String> changed = changed(findings);
        changed.removeIf(findings::isInDoubt);
        return changed;
    }

    private Set<String> pathsOf(Set<String> changed) {
        return changed.stream()
                .flatMap(field -> sides.reading().pathsOf(field).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
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
