package io.recordsync.rules.expression;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import io.recordsync.rules.type.CheckedValue;
import java.util.Map;

/** A compiled expression over a record's fields. Thread-safe. */
public final class Expression {
    private final Program program;

    Expression(Program program) {
        this.program = program;
    }

    /**
     * The expression's value, or a complaint if it cannot be computed. Does not throw for bad data.
     *
     * @param record the record's fields
     */
    public CheckedValue evaluate(RecordFields record) {
        Work.begin();
        try {
            return CelValues.fromCel(program.eval(Map.of(ExpressionCompiler.RECORD, record.values())));
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
