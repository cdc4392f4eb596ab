package io.recordsync.rules;

import io.recordsync.rules.expression.Expression;
import io.recordsync.rules.expression.RecordFields;
import io.recordsync.rules.type.CheckedValue;
import io.recordsync.rules.type.FieldType;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How the value of one field of a system is computed from a record.
 *
 * @param name the vendor's field
 * @param region the country, in two letters, of phone numbers that do not name one
 * @param back whether a value that is a plain path of the record is read back into it without a rule of its own
 */
record FieldRule(
        String name,
        Expression expression,
        FieldType type,
        boolean required,
        boolean strict,
        OptionalInt maxLength,
        Optional<String> region,
        boolean back) {

    /** Adds this field's value to the draft, with the remarks about it. */
    void apply(RecordFields record, MappingDraft draft) {
        CheckedValue computed = expression.evaluate(record);
        remark(draft, computed, "expression");
        CheckedValue typed = type.check(computed.value(), region);
        remark(draft, typed, type.label());
        CheckedValue limited = limit(typed);
        remark(draft, limited, "maxLength");
        if (required && limited.value() == null) {
            draft.problem(new FieldProblem(name, "required", "is required, but the record has no value for it"));
        }
        draft.put(name, limited.value());
    }

    /** The path of the record that is the value; empty if the value is computed. */
    String path() {
        return RecordPaths.of(expression.references().path());
    }

    /** The value for a record, without the remarks. */
    @Nullable Object value(RecordFields record) {
        return normal(expression.evaluate(record).value()).value();
    }

    /** The normal form of a value: checked by the type, then limited to the largest length. */
    CheckedValue normal(@Nullable Object value) {
        CheckedValue typed = type.check(value, region);
        CheckedValue limited = limit(typed);
        return new CheckedValue(limited.value(), typed.complaint().or(limited::complaint));
    }

    /** The complaint about a value of which the type has left nothing; empty if the field was blank. */
    Optional<FieldProblem> dropped(@Nullable CheckedValue normal) {
        return Optional.ofNullable(normal)
                .filter(checked -> checked.value() == null)
                .flatMap(CheckedValue::complaint)
                .map(complaint -> new FieldProblem(name, type.label(), complaint));
    }

    private CheckedValue limit(CheckedValue typed) {
        return type.limit(typed.value(), maxLength.orElse(Integer.MAX_VALUE));
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
