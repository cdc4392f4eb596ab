package io.recordsync.rules.expression;

import dev.cel.common.values.NullValue;
import io.recordsync.rules.type.CheckedValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts JSON values to CEL values, and back. */
final class CelValues {
    static final int MAX_DEPTH = 32;

    private CelValues() {}

    static Map<String, Object> toCel(Map<String, ? extends @Nullable Object> json) {
        Map<String, Object> values = new LinkedHashMap<>();
        json.forEach((name, value) -> values.put(name, toCel(value, MAX_DEPTH)));
        return values;
    }

    static CheckedValue fromCel(Object value) {
        return switch (value) {
            case NullValue absent -> CheckedValue.good(null);
            case Double number
            when !Double.isFinite(number) -> CheckedValue.bad("cannot be computed: not a finite number");
            case Double number -> CheckedValue.good(BigDecimal.valueOf(number));
            default -> CheckedValue.good(value);
        };
    }

    private static Object toCel(@Nullable Object value, int levels) {
        return switch (value) {
            case null -> NullValue.NULL_VALUE;
            case BigDecimal number -> toCel(number);
            case Integer number -> number.longValue();
            case Map<?, ?> map -> levels == 0 ? NullValue.NULL_VALUE : toCel(map, levels);
            case List<?> list -> levels == 0 ? NullValue.NULL_VALUE : toCel(list, levels);
            default -> value;
        };
    }

    private static Map<String, Object> toCel(Map<?, ?> map, int levels) {
        Map<String, Object> values = new LinkedHashMap<>();
        map.forEach((name, value) -> values.put(String.valueOf(name), toCel(value, levels - 1)));
        return values;
    }

    private static List<Object> toCel(List<?> list, int levels) {
        List<Object> values = new ArrayList<>(list.size());
        list.forEach(value -> values.add(toCel(value, levels - 1)));
        return values;
    }

    /** CEL computes with doubles. A number whose value would change as a double is passed on unchanged. */
    private static Object toCel(BigDecimal number) {
        double rounded = number.doubleValue();
        boolean exact = Double.isFinite(rounded) && BigDecimal.valueOf(rounded).compareTo(number) == 0;
        return exact ? (Object) rounded : number;
    }
}
