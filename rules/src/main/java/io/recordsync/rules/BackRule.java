package io.recordsync.rules;

import io.recordsync.rules.expression.Expression;
import io.recordsync.rules.expression.RecordFields;
import io.recordsync.rules.type.CheckedValue;
import io.recordsync.rules.type.FieldType;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How one path of a record is computed from the fields that a system shows.
 *
 * @param path the names from the record down to the value, with points between them
 * @param fields the vendor's fields from which it is computed
 * @param source the expression's text; the field's name if there is no expression
 * @param expression empty if the path has the value of its one field
 */
record BackRule(String path, Set<String> fields, String source, Optional<Expression> expression) {
    private static final CheckedValue NOTHING = CheckedValue.good(null);

    BackRule {
        fields = Set.copyOf(fields);
    }

    /** The rule of a field whose value is a plain path. */
    static BackRule plain(String path, String field) {
        return new BackRule(path, Set.of(field), field, Optional.empty());
    }

    /**
     * The path's value: null for blank text. The complaint says why there is none.
     *
     * @param row the fields in the normal forms of their types
     * @param values the same, as expressions see them
     */
    CheckedValue value(Map<String, CheckedValue> row, RecordFields values) {
        return expression
                .map(computed -> single(computed.evaluate(values)))
                .orElseGet(() -> row.getOrDefault(source, NOTHING));
    }

    private static CheckedValue single(CheckedValue computed) {
        return switch (computed.value()) {
            case null -> computed;
            case String text -> CheckedValue.good(text.isBlank() ? null : text);
            case BigDecimal number -> FieldType.DECIMAL.check(number, Optional.empty());
            case Long number -> computed;
            case Boolean truth -> computed;
            default -> CheckedValue.bad("is not a single text, number or boolean");
        };
    }
}
