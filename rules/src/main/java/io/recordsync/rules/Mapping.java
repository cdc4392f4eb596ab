package io.recordsync.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record's content for one system.
 *
 * @param object the vendor's name of the object, e.g. {@code Contact}
 * @param content the value of each of the vendor's fields, in the order of the rules; a null clears the field. The
 *     record id is not part of it, because the connector writes it. Contains personal data, so {@link #toString()}
 *     leaves it out
 * @param match how to find the record if the system may already hold it; empty if the rules name no field for this or
 *     the field is empty
 * @param warnings what was corrected or left out; the delivery continues
 * @param problems why this content must not be sent. A delivery with problems is refused until the record or the rules
 *     change
 */
public record Mapping(
        String object,
        Map<String, @Nullable Object> content,
        Optional<Match> match,
        List<FieldProblem> warnings,
        List<FieldProblem> problems) {
    public Mapping {
        content = Collections.unmodifiableMap(new LinkedHashMap<>(content));
        warnings = List.copyOf(warnings);
        problems = List.copyOf(problems);
    }

    /** Whether this content must not be sent. */
    public boolean refused() {
        return !problems.isEmpty();
    }

    /** The same content without these fields of the vendor. */
    public Mapping without(Set<String> fields) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(content);
        rest.keySet().removeAll(fields);
        return new Mapping(object, rest, match, warnings, problems);
    }

    @Override
    public String toString() {
        return "Mapping[" + object + ", warnings=" + warnings + ", problems=" + problems + "]";
    }
}
