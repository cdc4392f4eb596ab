package io.recordsync.simulator.outreach;

import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.outreach.OutreachSchema.Attribute;
import io.recordsync.simulator.outreach.OutreachSchema.Kind;
import io.recordsync.simulator.outreach.OutreachSchema.Type;
import io.recordsync.simulator.store.StoredObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Filters in both forms: {@code filter[name]=a,b} and {@code filter[updatedAt]=X..inf}; and with
 * {@code newFilterSyntax=true} {@code filter[name][]=a} and {@code filter[updatedAt][gte]=X}, whose values may contain
 * commas and dots.
 */
final class OutreachFilters {

    private static final Pattern PARAMETER = Pattern.compile("filter\\[(\\w+)](?:\\[(\\w*)])?");
    private static final Attribute ID = new Attribute("id", Kind.INTEGER, 0, "RF");

    private final OutreachRecords records;

    OutreachFilters(OutreachRecords records) {
        this.records = records;
    }

    Predicate<StoredObject> of(Type type, ApiRequest request) {
        boolean modern = request.parameter("newFilterSyntax").orElse("").equals("true");
        return request.query().entrySet().stream()
                .filter(parameter -> parameter.getKey().startsWith("filter"))
                .map(parameter -> filter(type, parameter.getKey(), parameter.getValue(), modern))
                .reduce(object -> true, Predicate::and);
    }

    private Predicate<StoredObject> filter(Type type, String parameter, List<String> values, boolean modern) {
        Matcher parts = PARAMETER.matcher(parameter);
        if (!parts.matches()) {
            throw OutreachRefusal.query("'%s' is no filter.".formatted(parameter));
        }
        Attribute attribute = attribute(type, parts.group(1));
        String operator = parts.group(2);
        if (modern && operator != null) {
            return operator.isEmpty() ? oneOf(type, attribute, values) : bound(attribute, operator, values.getFirst());
        }
        String value = values.getFirst();
        return !modern && value.contains("..") ? range(attribute, value) : oneOf(type, attribute, split(value, modern));
    }

    private static List<String> split(String value, boolean modern) {
        return modern ? List.of(value) : List.of(value.split(","));
    }

    private static Attribute attribute(Type type, String name) {
        return name.equals(ID.name())
                ? ID
                : type.attribute(name)
                        .filter(Attribute::filterable)
                        .orElseThrow(() -> OutreachRefusal.query("Cannot filter by '%s'.".formatted(name)));
    }

    private Predicate<StoredObject> oneOf(Type type, Attribute attribute, List<String> values) {
        if (attribute.kind() == Kind.LIST) {
            Set<String> ids = values.stream()
                    .flatMap(value -> records.withAddress(type, value))
                    .map(StoredObject::id)
                    .collect(Collectors.toSet());
            return object -> ids.contains(object.id());
        }
        return object -> values.stream().anyMatch(value -> compare(attribute, object, value) == 0);
    }

    private static Predicate<StoredObject> range(Attribute attribute, String value) {
        List<String> ends = Arrays.asList(value.split("\\.\\.", 2));
        Predicate<StoredObject> from =
                ends.getFirst().equals("neginf") ? object -> true : bound(attribute, "gte", ends.getFirst());
        Predicate<StoredObject> to =
                ends.getLast().equals("inf") ? object -> true : bound(attribute, "lte", ends.getLast());
        return from.and(to);
    }

    private static Predicate<StoredObject> bound(Attribute attribute, String operator, String value) {
        return switch (operator) {
            case "gte" -> object -> compare(attribute, object, value) >= 0;
            case "lte" -> object -> compare(attribute, object, value) <= 0;
            case "gt" -> object -> compare(attribute, object, value) > 0;
            case "lt" -> object -> compare(attribute, object, value) < 0;
            default -> throw OutreachRefusal.query("'%s' is no operator.".formatted(operator));
        };
    }

    private static int compare(Attribute attribute, StoredObject object, String value) {
        String held = OutreachReplies.text(object, attribute.name());
        return switch (attribute.kind()) {
            case INTEGER, NUMBER -> Double.compare(number(held.isEmpty() ? "0" : held), number(value));
            case TIME -> held.compareTo(OutreachReplies.time(time(value)));
            default -> held.compareTo(value);
        };
    }

    private static double number(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw OutreachRefusal.query("A number is expected.");
        }
    }

    private static Instant time(String value) {
        try {
            return value.contains("T")
                    ? instant(value)
                    : LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw OutreachRefusal.query("A time is expected.");
        }
    }

    private static Instant instant(String value) {
        return value.endsWith("Z")
                ? Instant.parse(value)
                : LocalDateTime.parse(value).toInstant(ZoneOffset.UTC);
    }
}
