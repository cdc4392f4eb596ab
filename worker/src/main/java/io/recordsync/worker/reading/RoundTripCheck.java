package io.recordsync.worker.reading;

import io.recordsync.store.counterpart.Conflict.Kind;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends what was read through the rules again: what comes out must be what the row shows. So a value that the system
 * only writes in another form is no edit, and one that would be lost on the way there changes nothing here.
 */
final class RoundTripCheck {

    private final Sides sides;

    RoundTripCheck(Sides sides) {
        this.sides = sides;
    }

    /**
     * Leaves out of {@code changed} what the system only shows in another form than we gave it, and of {@code theirs}
     * the paths that have no changed field then.
     */
    void dropOtherForms(Findings findings, Map<String, @Nullable Object> theirs, Set<String> changed) {
        Map<String, @Nullable Object> image = findings.known().image().fields();
        Map<String, @Nullable Object> given = sides.given(findings.key(), image, theirs);
        Set<String> forms = changed.stream()
                .filter(field -> isOtherForm(field, findings, theirs, given))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        forms.forEach(findings::adjust);
        changed.removeAll(forms);
        theirs.keySet().removeIf(path -> sides.reading().feeds(path).stream().noneMatch(changed::contains));
    }

    private boolean isOtherForm(
            String field,
            Findings findings,
            Map<String, @Nullable Object> theirs,
            Map<String, @Nullable Object> given) {
        Set<String> paths = sides.reading().pathsOf(field).stream()
                .filter(theirs::containsKey)
                .collect(Collectors.toSet());
        return !paths.isEmpty()
                && paths.stream()
                        .allMatch(path -> isOtherForm(path, findings, given)
                                && (isSame(theirs.get(path), findings.ours(path))
                                        || isGivenInNormalForm(path, findings)));
    }

    /** Whether what comes out is what was given. */
    private boolean isOtherForm(String path, Findings findings, Map<String, @Nullable Object> given) {
        return sides.reading().feeds(path).stream()
                .allMatch(field -> findings.base(field).isGiven(findings.hash(field, given.get(field))));
    }

    private boolean isGivenInNormalForm(String path, Findings findings) {
        return sides.reading().feeds(path).stream()
                .allMatch(field -> findings.base(field).isGiven(findings.hash(field, findings.normal(field))));
    }

    /**
     * Leaves out of {@code theirs} the paths whose values do not come back as themselves, and opens their conflicts.
     *
     * @param image the record's fields without what was read
     * @param changed the fields that the system has changed
     */
    void check(
            Findings findings,
            Map<String, @Nullable Object> image,
            Map<String, @Nullable Object> theirs,
            Collection<String> changed) {
        Map<String, @Nullable Object> ours = sides.given(findings.key(), image);
        Set<String> lossy = lossy(findings, image, ours, theirs, changed);
        while (!lossy.isEmpty() && !theirs.isEmpty()) {
            Set<String> refused = pathsFedBy(lossy, theirs);
            refused.forEach(path -> findings.open(Kind.UNREPRESENTABLE, path, theirs.get(path)));
            theirs.keySet().removeAll(refused);
            lossy = lossy(findings, image, ours, theirs, changed);
        }
    }

    /** The paths that a lossy field feeds; all if it feeds none of them. */
    private Set<String> pathsFedBy(Set<String> lossy, Map<String, @Nullable Object> theirs) {
        Set<String> fed = theirs.keySet().stream()
                .filter(path -> sides.reading().feeds(path).stream().anyMatch(lossy::contains))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return fed.isEmpty() ? new LinkedHashSet<>(theirs.keySet()) : fed;
    }

    /** The read fields that would not be given as the row shows them, or that the values would alter besides. */
    private Set<String> lossy(
            Findings findings,
            Map<String, @Nullable Object> image,
            Map<String, @Nullable Object> ours,
            Map<String, @Nullable Object> theirs,
            Collection<String> changed) {
        Map<String, @Nullable Object> given = sides.given(findings.key(), image, theirs);
        Set<String> feeding = theirs.keySet().stream()
                .flatMap(path -> sides.reading().feeds(path).stream())
                .collect(Collectors.toSet());
        return sides.reading().readFields().stream()
                .filter(findings.seen()::shows)
                .filter(field -> {
                    Object out = given.get(field);
                    boolean isAsShown = feeding.contains(field) && isSame(out, findings.normal(field));
                    boolean isEdited = feeding.contains(field) && changed.contains(field);
                    // A field that nobody has edited there may also keep our newer value.
                    return !isAsShown && (isEdited || !isSame(out, ours.get(field)));
                })
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether two values are equal. A number is the same however it is kept. */
    static boolean isSame(@Nullable Object one, @Nullable Object other) {
        return one instanceof Number && other instanceof Number
                ? new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0
                : Objects.equals(one, other);
    }
}
