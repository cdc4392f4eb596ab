package io.recordsync.worker.reading;

import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a row shows whoever owns it, because a person wants the system to win everywhere. What is only another
 * form of our value, or would not come back as itself, is not taken all the same.
 */
final class Overwriting {

    private final Sides sides;
    private final RoundTripCheck roundTrip;

    Overwriting(Sides sides) {
        this.sides = sides;
        this.roundTrip = new RoundTripCheck(sides);
    }

    void decide(Findings findings) {
        Map<String, @Nullable Object> given = findings.given();
        Set<String> fields = sides.reading().readFields().stream()
                .filter(findings.seen()::shows)
                .filter(field -> !isAgreed(findings, field, given))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<String, @Nullable Object> theirs = new Readable(sides, findings).of(pathsOf(findings, fields));
        dropOtherForms(findings, theirs, fields, given);
        roundTrip.check(findings, findings.known().image().fields(), theirs, fields);
        theirs.forEach((path, value) -> take(findings, path, value));
    }

    /** Whether both sides have what they had when they last agreed. */
    private static boolean isAgreed(Findings findings, String field, Map<String, @Nullable Object> given) {
        return isGiven(findings, field, given) && findings.base(field).knows(findings.shown(field));
    }

    private static boolean isGiven(Findings findings, String field, Map<String, @Nullable Object> given) {
        return !findings.base(field).differs() && findings.base(field).isGiven(findings.hash(field, given.get(field)));
    }

    private Set<String> pathsOf(Findings findings, Set<String> fields) {
        return fields.stream()
                .flatMap(field -> sides.reading().pathsOf(field).stream())
                .filter(path -> findings.fieldsOf(path).stream().noneMatch(findings::isInDoubt))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The system may show what we gave it in another form. It is no form of ours where ours has changed since. */
    private void dropOtherForms(
            Findings findings,
            Map<String, @Nullable Object> theirs,
            Set<String> changed,
            Map<String, @Nullable Object> given) {
        Map<String, @Nullable Object> left = new LinkedHashMap<>(theirs);
        left.keySet()
                .removeIf(path -> !findings.fieldsOf(path).stream().allMatch(field -> isGiven(findings, field, given)));
        Set<String> unchangedHere = Set.copyOf(left.keySet());
        Set<String> fields = unchangedHere.stream()
                .flatMap(path -> findings.fieldsOf(path).stream())
                .filter(changed::contains)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        roundTrip.dropOtherForms(findings, left, fields);
        theirs.keySet().removeIf(path -> unchangedHere.contains(path) && !left.containsKey(path));
    }

    private static void take(Findings findings, String path, @Nullable Object theirs) {
        findings.known().conflicts().stream()
                .filter(conflict -> conflict.path().equals(path))
                .forEach(conflict -> close(findings, conflict));
        if (!RoundTripCheck.isSame(theirs, findings.ours(path))) {
            findings.loseOurs(path, theirs);
        }
        findings.take(path, theirs);
    }

    /** A delivery that has waited for a decision goes on. */
    private static void close(Findings findings, Conflict conflict) {
        findings.close(conflict.path());
        if (conflict.kind() == Kind.ASK) {
            findings.touch();
        }
    }
}
