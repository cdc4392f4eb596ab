package io.recordsync.worker.reading;

import io.recordsync.rules.Link.Take;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.counterpart.FieldBase;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.Sources;
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
 * The first comparison of a row with its record. It links them and fills blanks only: values that differ stay as they
 * are on both sides until one of them changes, or somebody decides.
 */
final class FirstContact {

    private final Sides sides;
    private final Policy policy;
    private final RoundTripCheck roundTrip;

    FirstContact(Sides sides, Instant now) {
        this.sides = sides;
        this.policy = new Policy(sides, now);
        this.roundTrip = new RoundTripCheck(sides);
    }

    Judgement judge(SeenRow seen, Known known) {
        Findings findings = new Findings(sides, seen, known);
        if (known.image().deleted()) {
            // What was given before is deleted there as soon as our delete is delivered.
            sides.reading().readFields().stream().filter(seen::shows).forEach(findings::noteForm);
            findings.touch();
            return findings.finish(Verdict.LINKED, Optional.empty());
        }
        link(findings, seen, known, sides.reading().paths());
        linkOneWayFields(findings, known);
        if (isAnythingToBeGiven(findings, known)) {
            findings.touch();
        }
        Optional<Operation> operation =
                findings.taken().isEmpty() ? Optional.empty() : Optional.of(Operation.UPDATE);
        return findings.finish(Verdict.LINKED, operation);
    }

    /** Does the same for single fields that have become read fields since the row was linked. */
    void linkNewFields(Findings findings, SeenRow seen, Known known) {
        Set<String> paths = sides.reading().readFields().stream()
                .filter(seen::shows)
                .filter(field -> findings.base(field).isUnknown())
                .flatMap(field -> sides.reading().pathsOf(field).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!paths.isEmpty()) {
            link(findings, seen, known, paths);
        }
    }

    private void link(Findings findings, SeenRow seen, Known known, Set<String> paths) {
        Map<String, @Nullable Object> ours = sides.given(known.key(), known.image().fields());
        Map<String, @Nullable Object> theirs = new Readable(sides, findings, seen).of(paths);
        Set<String> unread = new LinkedHashSet<>(paths);
        unread.removeAll(theirs.keySet());
        unread.forEach(path -> differs(findings, known, path, ours));
        Map<String, @Nullable Object> taken = new LinkedHashMap<>();
        theirs.forEach((path, value) -> {
            if (compare(findings, seen, known, path, value, ours)) {
                taken.put(path, value);
            }
        });
        take(findings, seen, known, taken, ours);
    }

    /** Takes what fills a blank, or what was chosen, unless it would not come back as itself. */
    private void take(
            Findings findings,
            SeenRow seen,
            Known known,
            Map<String, @Nullable Object> taken,
            Map<String, @Nullable Object> ours) {
        Set<String> asked = Set.copyOf(taken.keySet());
        Collection<String> fields = asked.stream()
                .flatMap(path -> findings.fieldsOf(path).stream())
                .collect(Collectors.toSet());
        roundTrip.check(findings, seen, known, known.image().fields(), taken, fields);
        asked.stream()
                .filter(path -> !taken.containsKey(path))
                .forEach(path -> differs(findings, known, path, ours));
        Map<String, @Nullable Object> given =
                sides.given(known.key(), known.image().fields(), taken);
        taken.forEach((path, value) -> {
            findings.take(path, value);
            given(findings, known, path, given);
        });
    }

    /** Returns whether theirs is to be taken. */
    private boolean compare(
            Findings findings,
            SeenRow seen,
            Known known,
            String path,
            @Nullable Object theirs,
            Map<String, @Nullable Object> ours) {
        boolean isBlankHere = known.ours(path) == null;
        boolean isGivenBefore = known.delivery().isGivenBefore();
        if (isEqual(findings, seen, path, ours)) {
            given(findings, known, path, ours);
        } else if (isBlankHere && !isGivenBefore) {
            return true;
        } else if (isBlankThere(findings, seen, path)) {
            findings.fieldsOf(path).forEach(findings::noteForm);
        } else if (known.delivery().inDoubt() || isGivenBefore && known.delivery().isWaiting()) {
            giveOurs(findings, known, path, theirs);
        } else {
            return decide(findings, seen, known, path, theirs, ours);
        }
        return false;
    }

    private boolean decide(
            Findings findings,
            SeenRow seen,
            Known known,
            String path,
            @Nullable Object theirs,
            Map<String, @Nullable Object> ours) {
        Take take = sides.reading().link().take();
        boolean takesTheirs = take == Take.THEIRS
                || take == Take.NEWEST && policy.newest(path, seen, known) == Policy.Winner.THEIRS;
        if (takesTheirs) {
            findings.loseOurs(path, theirs);
            return true;
        }
        switch (take) {
            case OURS, NEWEST -> giveOurs(findings, known, path, theirs);
            case ASK -> {
                given(findings, known, path, ours);
                findings.open(Kind.ASK, path, theirs);
            }
            default -> differs(findings, known, path, ours);
        }
        return false;
    }

    /** Nothing flows until one side changes. */
    private void differs(Findings findings, Known known, String path, Map<String, @Nullable Object> ours) {
        given(findings, known, path, ours);
        findings.differ(path);
    }

    private void given(Findings findings, Known known, String path, Map<String, @Nullable Object> ours) {
        findings.fieldsOf(path).forEach(field -> {
            String hash = sides.hash(known.key(), field, ours.get(field));
            findings.base(field, base -> base.withGiven(hash));
            findings.noteForm(field);
        });
    }

    private void giveOurs(Findings findings, Known known, String path, @Nullable Object theirs) {
        findings.fieldsOf(path).forEach(findings::noteForm);
        findings.lose(
                path,
                Sources.ofSystem(sides.system()),
                theirs,
                known.ours(path));
    }

    private boolean isEqual(
            Findings findings, SeenRow seen, String path, Map<String, @Nullable Object> ours) {
        return findings.fieldsOf(path).stream()
                .allMatch(field -> RoundTripCheck.isSame(sides.normal(field, seen.value(field)), ours.get(field)));
    }

    private boolean isBlankThere(Findings findings, SeenRow seen, String path) {
        return findings.fieldsOf(path).stream().allMatch(field -> sides.normal(field, seen.value(field)) == null);
    }

    /** A field that is only written needs nothing if ours is empty, or if just this content was given before. */
    private void linkOneWayFields(Findings findings, Known known) {
        sides.given(known.key(), known.image().fields()).forEach((field, value) -> {
            boolean isRead = sides.reading().readFields().contains(field);
            if (!isRead && (value == null || isGiven(known))) {
                findings.base(field, base -> base.withGiven(sides.hash(known.key(), field, value)));
            }
        });
    }

    /** Whether just what the record is now was last given to the system. */
    private boolean isGiven(Known known) {
        return known.delivery().contentHash().equals(Optional.of(sides.contentHash(known.key(), known.image().fields())));
    }

    private boolean isAnythingToBeGiven(Findings findings, Known known) {
        return sides.given(known.key(), known.image().fields()).keySet().stream()
                .map(findings::base)
                .map(FieldBase::given)
                .anyMatch(given -> given == null);
    }
}
