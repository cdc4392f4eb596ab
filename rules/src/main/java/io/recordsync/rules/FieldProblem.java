package io.recordsync.rules;

/**
 * One remark about one mapped field, for people. It never contains a field's value.
 *
 * @param field the vendor's field, or the entity if the remark is about all of it
 * @param rule the rule that was not met: a field type ({@code phone}), {@code required}, {@code maxLength},
 *     {@code expression} or {@code mapping}
 * @param message what is wrong, in a sentence
 */
public record FieldProblem(String field, String rule, String message) {
    @Override
    public String toString() {
        return field + ": " + message + " (" + rule + ")";
    }
}
