package io.recordsync.rules;

import io.recordsync.rules.type.FieldType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Made-up values of each type, as systems show them. */
final class TypeSamples {
    private static final int LONG_TEXT = 255;

    private TypeSamples() {}

    /** All samples for a field: those of its type, its longest text, and nothing. */
    static List<@Nullable Object> of(FieldRule field) {
        List<@Nullable Object> samples = new ArrayList<>(of(field.type()));
        if (field.type() == FieldType.STRING) {
            samples.add("x".repeat(field.maxLength().orElse(LONG_TEXT)));
        }
        samples.add("  ");
        samples.add(null);
        return samples;
    }

    /** One of the samples of a field's type. It is never blank. */
    static Object sample(FieldRule field, int number) {
        List<Object> samples = of(field.type());
        return samples.get(number % samples.size());
    }

    private static List<Object> of(FieldType type) {
        return switch (type) {
            case STRING -> List.of("Smith", "Mary Ann", "van  Dyke", "O'Neil-Smith Jr.");
            case EMAIL -> List.of("Mary.Smith@Example.com", "m@example.org");
            case PHONE -> List.of("+1 650-253-0000", "(650) 253-0000", "1-800-FLOWERS", "+1 650-253-0000 ext. 5");
            case URL -> List.of("https://example.com/a?b=c", "example.com");
            case DATE -> List.of("2024-02-29", "2024-02-29T23:30:00-02:00");
            case DATE_TIME -> List.of("2024-02-29T12:00:00.5+02:00", "2024-02-29 12:00:00");
            case DECIMAL -> List.of("12.50", "-1e3");
            case INTEGER -> List.of("7", "-100");
            case BOOLEAN -> List.of("true", "no");
            case ZIP_CODE -> List.of("123456789", "SW1A 1AA");
            case STATE -> List.of("New York", "Bavaria");
            case OBJECT_ID -> List.of("001D000000IqhSL", "42");
            case SET -> List.of("b;a", "a; c;a");
        };
    }
}
