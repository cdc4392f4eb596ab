package io.recordsync.rules.expression;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Texts of records that somebody made to cost much, for each function that reads text. One whose cost grows with the
 * square of the length would take many times the time-out at this length, and others take a fraction of a second.
 */
class HostileTextsTest {
    private static final int LENGTH = 2_000_000;

    private static final List<String> PARTS = List.of("a", " ", "(a", "a{1000}", ".*", "\u0130", "\u0149");

    private final ExpressionCompiler compiler = new ExpressionCompiler("record");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "firstName(record.text)",
                "lastName(record.text)",
                "lower(record.text)",
                "upper(record.text)",
                "trim(record.text)",
                "digits(record.text)",
                "phone(record.text, 'DE')",
                "phone('030 1', record.sought)",
                "replace(record.text, record.sought, '')",
                "replace(record.text, 'a', 'bb')",
                "substring(record.text, 1, 9223372036854775807)",
                "coalesce(record.text, record.sought)",
                "record.text + record.sought",
                "record.text.contains(record.sought)",
                "record.text.startsWith(record.sought)",
                "record.text.endsWith(record.sought)",
                "record.text.matches(record.sought)",
                "record.text.matches('(a?){200}b')",
                "record.text.matches('^(a+)+$')",
                "matches(record.text, '.*.*.*=')",
                "size(record.text)",
                "int(record.text)",
                "double(record.text)",
                "bool(record.text)",
                "string(record.text)",
                "record.text < record.sought",
                "record.text == record.sought",
                "record.text in [record.sought]"
            })
    @Timeout(value = 5, unit = MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
    void theCostOfAnEvaluationIsBoundedForTextsOfAnyLength(String source) throws ExpressionException {
        Expression expression = compiler.compile(source);

        for (int length : List.of(900, TextFunctions.MAX_LENGTH - 10, LENGTH)) {
            for (String part : PARTS) {
                assertThat(expression.evaluate(RecordFields.of(hostile(part, length))))
                        .isNotNull();
            }
        }
    }

    private static Map<String, Object> hostile(String part, int length) {
        String text = part.repeat(length / part.length());
        return Map.of("text", text, "sought", text.substring(0, text.length() / 2) + "!");
    }
}
