package io.recordsync.rules;

import io.recordsync.rules.expression.RecordFields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the records of one entity are mapped to one system's object.
 *
 * @param object the vendor's name of the object
 * @param match the vendor's field by which an existing record is found; empty if there is none
 */
record ObjectMapping(String object, Optional<String> match, List<FieldRule> rules) {
    ObjectMapping {
        rules = List.copyOf(rules);
    }

    Mapping map(Map<String, @Nullable Object> fields) {
        RecordFields record = RecordFields.of(fields);
        MappingDraft draft = new MappingDraft();
        rules.forEach(rule -> rule.apply(record, draft));
        return draft.finish(object, match);
    }
}
