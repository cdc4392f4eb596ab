package io.recordsync.worker.reading;

import io.recordsync.rules.Link.Take;
import io.recordsync.rules.WinRule.Decision;
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
    private final Wish wish;

    FirstContact(Sides sides, Instant now, Wish wish) {
        this.sides = sides;
        this.wish = wish;
        this.policy = new Policy(sides, now);
        this.roundTrip = new RoundTripCheck(sides);
    }

    Judgement judge(SeenRow seen, Known known) {
        Findings findings = new Findings(sides, seen, known);
        if (known.image().deleted()) {
            // What was given before is deleted there as soon as our delete is delivered.
            findings.noteForms();
            findings.touch();
            return findings.finish(Verdict.LINKED, Optional.empty());
        }
        link(findings, sides.reading().paths());
        linkOneWayFields(findings);
        if (isAnythingToBeGiven(findings)) {
            findings.touch();
        }
        Optional<Operation> operation = findings.taken().isEmpty() ? Optional.empty() : Optional.of(Operation.UPDATE);
        return findings.finish(Verdict.LINKED, operation);
    }

    /** Does the same for single fields that have become read fields since the row was linked. */
    void linkNewFields(Findings findings) {
        Set<String> paths = sides.reading().readFields().stream()
                .filter(findings.seen()::shows)
                .filter(field -> findings.base(field).isUnknown())
                .flatMap(field -> sides.reading().pathsOf(field).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!paths.isEmpty()) {
            link(findings, paths);
            if (paths.stream()
                    .flatMap(path -> findings.fieldsOf(path).stream())
                    .anyMatch(field -> findings.base(field).given() == null)) {
                findings.touch();
            }
        }
    }

    /** Decides the values that have differed since the row was linked, as a person wants it. */
    void decideDiffering(Findings findings) {
        Set<String> paths = sides.reading().paths().stream()
                .filter(path -> isDiffering(findings, path))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<String, @Nullable Object> ours = findings.given();
        Map<String, @Nullable Object> taken = new LinkedHashMap<>();
        new Readable(sides, findings).of(paths).forEach((path, theirs) -> {
            findings.fieldsOf(path).forEach(field -> findings.base(field, base -> base.withDiffers(false)));
            if (isEqual(findings, path, ours)) {
                given(findings, path, ours);
            } else if (decide(findings, path, theirs, ours)) {
                taken.put(path, theirs);
            } else {
                findings.fieldsOf(path).forEach(field -> findings.base(field, base -> base.withGiven(null)));
                findings.touch();
            }
        });
        take(findings, taken, ours);
    }

    /** What a call in doubt may have written is ours already, and is not decided. */
    private static boolean isDiffering(Findings findings, String path) {
        return findings.fieldsOf(path).stream()
                        .anyMatch(field -> findings.base(field).differs())
                && findings.fieldsOf(path).stream().noneMatch(findings::isInDoubt);
    }

    private void link(Findings findings, Set<String> paths) {
        Map<String, @Nullable Object> ours = findings.given();
        Map<String, @Nullable Object> theirs = new Readable(sides, findings).of(paths);
        // A path of which the row does not show all fields is not compared.
        paths.stream().filter(findings::isOpened).forEach(path -> differs(findings, path, ours));
        Map<String, @Nullable Object> taken = new LinkedHashMap<>();
        theirs.forEach((path, value) -> {
            if (compare(findings, path, value, ours)) {
                taken.put(path, value);
            }
        });
        take(findings, taken, ours);
    }

    /** Takes what fills a blank, or what was chosen, unless it would not come back as itself. */
    private void take(Findings findings, Map<String, @Nullable Object> taken, Map<String, @Nullable Object> ours) {
        Set<String> asked = Set.copyOf(taken.keySet());
        Collection<String> fields =
                asked.stream().flatMap(path -> findings.fieldsOf(path).stream()).collect(Collectors.toSet());
        roundTrip.check(findings, findings.known().image().fields(), taken, fields);
        asked.stream().filter(path -> !taken.containsKey(path)).forEach(path -> differs(findings, path, ours));
        Map<String, @Nullable Object> given = findings.given(taken);
        taken.forEach((path, value) -> {
            if (!isFilled(findings, path, ours)) {
                findings.loseOurs(path, value);
            }
            findings.take(path, value);
            given(findings, path, given);
        });
    }

    /** Returns whether theirs is to be taken. */
    private boolean compare(
            Findings findings, String path, @Nullable Object theirs, Map<String, @Nullable Object> ours) {
        if (isEqual(findings, path, ours)) {
            given(findings, path, ours);
        } else if (wish.overwrites() || isFilled(findings, path, ours)) {
            return true;
        } else if (isBlankThere(findings, path)) {
            findings.fieldsOf(path).forEach(findings::noteForm);
        } else if (findings.known().delivery().isGivenBefore()
                && findings.known().isWaiting()) {
            giveOurs(findings, path, theirs);
        } else {
            return decide(findings, path, theirs, ours);
        }
        return false;
    }

    /** Whether theirs fills a blank of ours. A blank that the system was given may be a clearing. */
    private boolean isFilled(Findings findings, String path, Map<String, @Nullable Object> ours) {
        return isBlankHere(findings, path, ours) && !findings.known().delivery().isGivenBefore();
    }

    private boolean decide(
            Findings findings, String path, @Nullable Object theirs, Map<String, @Nullable Object> ours) {
        Take take = wish.link().orElse(sides.reading().link().take());
        boolean takesTheirs =
                take == Take.THEIRS || take == Take.NEWEST && policy.newest(findings, path) == Decision.THEIRS;
        if (takesTheirs) {
            return true;
        }
        switch (take) {
            case OURS, NEWEST -> giveOurs(findings, path, theirs);
            case ASK -> {
                given(findings, path, ours);
                findings.open(Kind.ASK, path, theirs);
            }
            default -> differs(findings, path, ours);
        }
        return false;
    }

    /** Nothing flows until one side changes. */
    private void differs(Findings findings, String path, Map<String, @Nullable Object> ours) {
        given(findings, path, ours);
        findings.differ(path);
    }

    private void given(Findings findings, String path, Map<String, @Nullable Object> ours) {
        findings.fieldsOf(path).forEach(field -> {
            String hash = findings.hash(field, ours.get(field));
            findings.base(field, base -> base.withGiven(hash));
            findings.noteForm(field);
        });
    }

    private void giveOurs(Findings findings, String path, @Nullable Object theirs) {
        findings.fieldsOf(path).forEach(findings::noteForm);
        findings.lose(path, Sources.ofSystem(sides.system()), theirs, findings.ours(path));
    }

    private boolean isEqual(Findings findings, String path, Map<String, @Nullable Object> ours) {
        return findings.fieldsOf(path).stream()
                .allMatch(field -> RoundTripCheck.isSame(findings.normal(field), ours.get(field)));
    }

    /** Whether we have no value, and give none that another path makes up for it. */
    private boolean isBlankHere(Findings findings, String path, Map<String, @Nullable Object> ours) {
        return findings.ours(path) == null
                && findings.fieldsOf(path).stream().allMatch(field -> ours.get(field) == null);
    }

    private boolean isBlankThere(Findings findings, String path) {
        return findings.fieldsOf(path).stream().allMatch(field -> findings.normal(field) == null);
    }

    /** A field that is only written needs nothing if ours is empty, or if just this content was given before. */
    private void linkOneWayFields(Findings findings) {
        boolean isGiven = isGiven(findings);
        findings.given().forEach((field, value) -> {
            boolean isRead = sides.reading().readFields().contains(field);
            if (!isRead && (value == null || isGiven)) {
                findings.base(field, base -> base.withGiven(findings.hash(field, value)));
            }
        });
    }

    /** Whether just what the record is now was last given to the system. */
    private boolean isGiven(Findings findings) {
        return findings.known()
                .delivery()
                .contentHash()
                .equals(Optional.of(sides.contentHash(
                        findings.key(), findings.known().image().fields())));
    }

    private boolean isAnythingToBeGiven(Findings findings) {
        return findings.given().keySet().stream()
                .map(findings::base)
                .map(FieldBase::given)
                .anyMatch(given -> given == null);
    }
}
