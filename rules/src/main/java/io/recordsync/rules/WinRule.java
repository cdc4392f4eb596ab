package io.recordsync.rules;

import io.recordsync.rules.expression.Expression;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who wins where the record and a system have both changed one path. */
public sealed interface WinRule {

    /** The side that changed last. */
    record Newest() implements WinRule {}

    /** The side that has a value. If both have one, the side that changed last. */
    record Filled() implements WinRule {}

    /** Neither, until a person decides. */
    record Ask() implements WinRule {}

    /** @param system the system whose value is always taken */
    record Owner(String system) implements WinRule {}

    /** An expression decides. Two are equal if their texts are. */
    final class Judged implements WinRule {
        private final String source;
        private final Expression expression;

        Judged(String source, Expression expression) {
            this.source = source;
            this.expression = expression;
        }

        /**
         * Whose value is taken. {@link Decision#ASK} if the expression fails, or gives anything but {@code 'ours'} or
         * {@code 'theirs'}.
         *
         * @param ours the path's value in the record
         * @param theirs the path's value that the system shows
         * @param record the record's fields
         */
        public Decision decide(
                @Nullable Object ours, @Nullable Object theirs, Map<String, ? extends @Nullable Object> record) {
            Map<String, @Nullable Object> variables = new LinkedHashMap<>();
            variables.put("ours", ours);
            variables.put("theirs", theirs);
            variables.put("record", record);
            return switch (expression.evaluate(variables).value()) {
                case String answer when answer.equals("ours") -> Decision.OURS;
                case String answer when answer.equals("theirs") -> Decision.THEIRS;
                case null, default -> Decision.ASK;
            };
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Judged judged && judged.source.equals(source);
        }

        @Override
        public int hashCode() {
            return source.hashCode();
        }

        @Override
        public String toString() {
            return "Judged[" + source + "]";
        }
    }

    /** Whose value is taken. */
    enum Decision {
        OURS,
        THEIRS,
        ASK
    }
}
