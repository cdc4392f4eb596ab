package io.recordsync.rules.expression;

import java.util.List;

/** An expression that cannot be compiled, with the problems and their positions. */
public final class ExpressionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    ExpressionException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Sentences that begin with the position in the expression, if it is known. */
    public List<String> problems() {
        return problems;
    }
}
