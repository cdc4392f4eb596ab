package io.recordsync.rules;

import io.recordsync.rules.expression.RecordFields;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the records of one entity are mapped to one system's object.
 *
 * @param object the vendor's name of the object
 * @param match the vendor's field by which an existing record is found; empty if there is none
 * @param reading how the object is read back; empty if it is not read
 */
record ObjectMapping(String object, Optional<String> match, List<FieldRule> rules, Optional<ReadingRules> reading) {
    ObjectMapping {
        rules = List.copyOf(rules);
    }

    /** The paths of the record that the field {@link #match} shows. */
    Set<String> matchPaths() {
        Stream<String> plain = rules.stream()
                .filter(rule -> match.filter(rule.name()::equals).isPresent())
                .map(FieldRule::path)
                .filter(path -> !path.isEmpty());
        Stream<String> back = match.flatMap(field -> reading.map(read -> read.pathsOf(field))).stream()
                .flatMap(Set::stream);
        return Stream.concat(plain, back).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    Mapping map(Map<String, @Nullable Object> fields) {
        RecordFields record = RecordFields.of(fields);
        MappingDraft draft = new MappingDraft();
        rules.forEach(rule -> rule.apply(record, draft));
        return draft.finish(object, match);
    }
}
