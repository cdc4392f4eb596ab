package io.recordsync.rules;

import io.recordsync.rules.expression.Expression;
import io.recordsync.rules.expression.RecordFields;
import io.recordsync.rules.type.CheckedValue;
import io.recordsync.rules.type.FieldType;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the value of one field of a system is computed from a record.
 *
 * @param name the vendor's field
 * @param region the country, in two letters, of phone numbers that do not name one
 */
record FieldRule(
        String name,
        Expression expression,
        FieldType type,
        boolean required,
        boolean strict,
        OptionalInt maxLength,
        Optional<String> region) {

    /** Adds this field's value to the draft, with the remarks about it. */
    void apply(RecordFields record, MappingDraft draft) {
        CheckedValue computed = expression.evaluate(record);
        remark(draft, computed, "expression");
        CheckedValue typed = type.check(computed.value(), region);
        remark(draft, typed, type.label());
        CheckedValue limited = type.limit(typed.value(), maxLength.orElse(Integer.MAX_VALUE));
        remark(draft, limited, "maxLength");
        if (required && limited.value() == null) {
            draft.problem(new FieldProblem(name, "required", "is required, but the record has no value for it"));
        }
        draft.put(name, limited.value());
    }

    private void remark(MappingDraft draft, CheckedValue checked, String rule) {
        checked.complaint()
                .map(message -> new FieldProblem(name, rule, message))
                .ifPresent(notice -> {
                    if (strict) {
                        draft.problem(notice);
                    } else {
                        draft.warning(notice);
                    }
                });
    }
}
