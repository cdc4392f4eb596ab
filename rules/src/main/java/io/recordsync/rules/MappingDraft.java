package io.recordsync.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A mapping that is being made. */
final class MappingDraft {
    private final Map<String, @Nullable Object> content = new LinkedHashMap<>();
    private final List<FieldProblem> warnings = new ArrayList<>();
    private final List<FieldProblem> problems = new ArrayList<>();

    void put(String field, @Nullable Object value) {
        content.put(field, value);
    }

    void warning(FieldProblem notice) {
        warnings.add(notice);
    }

    void problem(FieldProblem notice) {
        problems.add(notice);
    }

    Mapping finish(String object, Optional<String> matchField) {
        Optional<Match> match = matchField.flatMap(
                field -> Optional.ofNullable(content.get(field)).map(value -> new Match(field, value.toString())));
        return new Mapping(object, content, match, warnings, problems);
    }
}
