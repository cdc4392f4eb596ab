package io.recordsync.rules.expression;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import io.recordsync.rules.type.CheckedValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A compiled expression. Thread-safe. */
public final class Expression {
    private final Program program;
    private final String fields;
    private final References references;

    /** @param fields the variable that stands for the fields of a record or of a row */
    Expression(Program program, String fields, References references) {
        this.program = program;
        this.fields = fields;
        this.references = references;
    }

    /** What the expression refers to. */
    public References references() {
        return references;
    }

    /**
     * The expression's value, or a complaint if it cannot be computed. Does not throw for bad data.
     *
     * @param values the fields of the record or of the row
     */
    public CheckedValue evaluate(RecordFields values) {
        return computed(Map.of(fields, values.values()));
    }

    /**
     * The same for an expression over several variables.
     *
     * @param variables the JSON value of each variable
     */
    public CheckedValue evaluate(Map<String, ? extends @Nullable Object> variables) {
        return computed(CelValues.toCel(variables));
    }

    private CheckedValue computed(Map<String, Object> variables) {
        Work.begin();
        try {
            return CelValues.fromCel(program.eval(variables));
        } catch (CelEvaluationException e) {
            return CheckedValue.bad(complaint(e.getErrorCode()));
        }
    }

    /** A complaint in our own words, because CEL's messages contain the values. */
    private static String complaint(CelErrorCode code) {
        return switch (code) {
            case OVERLOAD_NOT_FOUND ->
                "cannot be computed: a value is absent or of another type than the expression needs";
            case ITERATION_BUDGET_EXCEEDED ->
                "cannot be computed: a list has more than " + ExpressionCompiler.MAX_ITERATIONS + " items";
            case DIVIDE_BY_ZERO, NUMERIC_OVERFLOW -> "cannot be computed: a number is zero or too large";
            default -> "cannot be computed from these values";
        };
    }
}
