package io.recordsync.connectors.pipedrive;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Converts field values between the form that rules use and the form that Pipedrive's types have in bodies. */
final class FieldValues {

    private static final Set<String> WHOLE =
            Set.of("int", "enum", "user", "org", "people", "stage", "deal", "lead", "visible_to", "varchar_options");
    private static final Set<String> NUMBER = Set.of("double", "monetary");
    private static final String ADDRESS = "address";
    private static final String SET = "set";

    private FieldValues() {}

    /**
     * Returns null to clear a field. A value that does not have the form of the type is sent unchanged, and Pipedrive
     * then reports the problem.
     */
    static @Nullable Object toVendor(FieldCatalog.Field field, @Nullable Object value) {
        if (value == null || value.toString().isEmpty()) {
            return null;
        }
        String text = value instanceof BigDecimal number ? number.toPlainString() : value.toString();
        if (isList(field)) {
            return value instanceof List<?> list ? list : numbers(text);
        }
        if (isWhole(field) && text.matches("-?[0-9]{1,18}")) {
            return Long.valueOf(text);
        }
        if (isNumber(field) && text.matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?")) {
            return new BigDecimal(text);
        }
        if (field.type().equals(ADDRESS)) {
            return Map.of("value", text);
        }
        return value instanceof Boolean ? value : text;
    }

    /**
     * Text, numbers and booleans are returned as they are. Of a value with several parts, the readable one is returned;
     * of several values, their list.
     */
    static @Nullable Object fromVendor(JsonNode value) {
        if (value.isObject()) {
            return fromVendor(value.path("value"));
        }
        if (value.isArray()) {
            return value.valueStream().map(each -> each.asString("")).collect(Collectors.joining(","));
        }
        if (value.isNumber()) {
            return value.decimalValue();
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        return value.isString() ? value.asString() : null;
    }

    private static List<?> numbers(String text) {
        List<String> parts = Arrays.stream(text.split(",")).map(String::strip).toList();
        return parts.stream().allMatch(part -> part.matches("[0-9]{1,18}"))
                ? parts.stream().map(Long::valueOf).toList()
                : parts;
    }

    private static boolean isList(FieldCatalog.Field field) {
        return field.type().equals(SET) || field.code().equals("label_ids");
    }

    private static boolean isWhole(FieldCatalog.Field field) {
        return WHOLE.contains(field.type()) || (!field.custom() && field.code().endsWith("_id"));
    }

    private static boolean isNumber(FieldCatalog.Field field) {
        return NUMBER.contains(field.type());
    }
}
