package io.recordsync.simulator.servicenow;

import io.recordsync.simulator.servicenow.ServiceNowSchema.Column;
import io.recordsync.simulator.servicenow.ServiceNowSchema.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An encoded query: {@code ^} is AND, {@code ^OR} an alternative to the condition before it, {@code ^NQ} a new query,
 * and {@code ORDERBY} an order. Text is compared ignoring case. Like ServiceNow, it ignores an unknown column or
 * operator, so that the query finds more records. There is no escape for {@code ^}.
 */
record ServiceNowQuery(List<List<List<Condition>>> queries, List<Order> orders) {

    private static final Pattern CONDITION = Pattern.compile(
            "([a-z_][a-z0-9_.]*)(ISEMPTY|ISNOTEMPTY|STARTSWITH|ENDSWITH|NOT LIKE|NOTLIKE|LIKE|CONTAINS|NOT "
                    + "IN|IN|!=|>=|<=|=|>|<)(.*)",
            Pattern.DOTALL);

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d( \\d\\d:\\d\\d:\\d\\d)?");

    /** One comparison of a column. */
    record Condition(String field, String operator, String value) {

        boolean matches(ServiceNowRow row) {
            String have = row.value(field);
            return switch (operator) {
                case "=" -> have.equalsIgnoreCase(value);
                case "!=" -> !have.equalsIgnoreCase(value);
                case ">" -> !have.isEmpty() && have.compareToIgnoreCase(value) > 0;
                case ">=" -> !have.isEmpty() && have.compareToIgnoreCase(value) >= 0;
                case "<" -> !have.isEmpty() && have.compareToIgnoreCase(value) < 0;
                case "<=" -> !have.isEmpty() && have.compareToIgnoreCase(value) <= 0;
                case "IN" -> isIn(have);
                case "NOT IN" -> !isIn(have);
                case "ISEMPTY" -> have.isEmpty();
                case "ISNOTEMPTY" -> !have.isEmpty();
                case "STARTSWITH" -> contains(have, 0);
                case "ENDSWITH" -> contains(have, have.length() - value.length());
                case "LIKE", "CONTAINS" -> isWithin(have);
                default -> !isWithin(have);
            };
        }

        private boolean isIn(String have) {
            return Arrays.stream(value.split(",")).anyMatch(have::equalsIgnoreCase);
        }

        private boolean contains(String have, int from) {
            return have.regionMatches(true, from, value, 0, value.length());
        }

        private boolean isWithin(String have) {
            boolean found = false;
            for (int from = 0; from <= have.length(); from++) {
                found |= contains(have, from);
            }
            return found;
        }
    }

    record Order(String field, boolean descending) {

        Comparator<ServiceNowRow> comparator() {
            Comparator<ServiceNowRow> byField =
                    (one, other) -> one.value(field).compareToIgnoreCase(other.value(field));
            return descending ? byField.reversed() : byField;
        }
    }

    static ServiceNowQuery parse(Table table, String text) {
        List<List<List<Condition>>> queries = new ArrayList<>();
        List<Order> orders = new ArrayList<>();
        for (String query : text.split("\\^NQ")) {
            List<List<Condition>> conditions = new ArrayList<>();
            for (String term : query.split("\\^")) {
                read(table, term, conditions, orders);
            }
            queries.add(conditions);
        }
        return new ServiceNowQuery(queries, orders);
    }

    boolean matches(ServiceNowRow row) {
        return queries.stream()
                .anyMatch(all ->
                        all.stream().allMatch(any -> any.stream().anyMatch(condition -> condition.matches(row))));
    }

    Optional<Comparator<ServiceNowRow>> order() {
        return orders.stream().map(Order::comparator).reduce(Comparator::thenComparing);
    }

    private static void read(Table table, String term, List<List<Condition>> conditions, List<Order> orders) {
        if (term.startsWith("ORDERBY")) {
            order(term).filter(order -> knows(table, order.field())).ifPresent(orders::add);
        } else if (term.startsWith("OR") && !conditions.isEmpty()) {
            condition(table, term.substring(2)).ifPresent(conditions.getLast()::add);
        } else {
            condition(table, term).ifPresent(condition -> conditions.add(new ArrayList<>(List.of(condition))));
        }
    }

    private static Optional<Order> order(String term) {
        return term.startsWith("ORDERBYDESC")
                ? Optional.of(new Order(term.substring(11), true))
                : Optional.of(new Order(term.substring(7), false));
    }

    private static Optional<Condition> condition(Table table, String term) {
        Matcher parts = CONDITION.matcher(term);
        if (!parts.matches() || !knows(table, parts.group(1)) || isScript(parts.group(3))) {
            return Optional.empty();
        }
        Condition condition = new Condition(parts.group(1), parts.group(2), parts.group(3));
        boolean time = table.column(condition.field()).filter(Column::isTime).isPresent();
        return Optional.of(condition)
                .filter(any -> !time
                        || any.value().isEmpty()
                        || TIME.matcher(any.value()).matches());
    }

    /** A value that ServiceNow would execute as a script. */
    private static boolean isScript(String value) {
        return value.startsWith("javascript:");
    }

    /** Whether the table has the column; with dots, whether the referenced record's table has it. */
    static boolean knows(Table table, String field) {
        String[] steps = field.split("\\.", 2);
        Optional<Column> column = table.column(steps[0]);
        if (steps.length == 1 || column.isEmpty()) {
            return column.isPresent();
        }
        return column.filter(Column::isReference)
                .flatMap(reference -> ServiceNowSchema.table(reference.flag()))
                .filter(target -> knows(target, steps[1]))
                .isPresent();
    }
}
