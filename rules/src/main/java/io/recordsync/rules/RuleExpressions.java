package io.recordsync.rules;

import io.recordsync.rules.expression.Expression;
import io.recordsync.rules.expression.ExpressionCompiler;
import io.recordsync.rules.expression.ExpressionException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Compiles the expressions of a rule file. Each compiler is made when the first expression needs it. */
final class RuleExpressions {
    private final RuleProblems problems;
    private final Map<Scope, ExpressionCompiler> compilers = new EnumMap<>(Scope.class);

    RuleExpressions(RuleProblems problems) {
        this.problems = problems;
    }

    /** The compiled expression; empty, with a problem, if it cannot be compiled. */
    Optional<Expression> compile(Scope scope, SourceLocation location, String source) {
        if (source.length() > ExpressionCompiler.MAX_LENGTH) {
            problems.add(location, "the expression is longer than " + ExpressionCompiler.MAX_LENGTH + " characters");
            return Optional.empty();
        }
        try {
            return Optional.of(compilers.computeIfAbsent(scope, Scope::compiler).compile(source));
        } catch (ExpressionException e) {
            e.problems().forEach(problem -> problems.add(location, problem));
            return Optional.empty();
        }
    }

    /** The variables of an expression. */
    enum Scope {
        /** The fields of a record: {@code record}. */
        RECORD("record"),
        /** The fields of a row that a system shows: {@code found}. */
        FOUND("found"),
        /** The two values of a path, {@code ours} and {@code theirs}, and the fields of the record. */
        CONFLICT("record", "ours", "theirs");

        private final String fields;
        private final String[] values;

        Scope(String fields, String... values) {
            this.fields = fields;
            this.values = values;
        }

        private ExpressionCompiler compiler() {
            return new ExpressionCompiler(fields, values);
        }
    }
}
