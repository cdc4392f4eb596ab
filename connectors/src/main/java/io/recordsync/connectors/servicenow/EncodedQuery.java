package io.recordsync.connectors.servicenow;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.http.QueryTerms;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds encoded queries whose values are taken literally. ServiceNow has no escape for {@code ^}, and executes values
 * that are scripts.
 */
final class EncodedQuery {

    /** Well below 8 KB, above which an instance answers 414. */
    private static final int MAX_LENGTH = 6_000;

    private static final Pattern COLUMN = Pattern.compile("[a-z][a-z0-9_]{0,79}");

    private EncodedQuery() {}

    static boolean isColumn(String text) {
        return COLUMN.matcher(text).matches();
    }

    /** @throws ConnectorException permanently, when no query can contain the value safely */
    static String equal(String column, String value) {
        return requireColumn(column) + "=" + requireSafe(value);
    }

    static String and(String... conditions) {
        return Stream.of(conditions).filter(one -> !one.isEmpty()).collect(Collectors.joining("^"));
    }

    /** Combines the conditions with OR into as few queries as the longest possible address allows. */
    static List<String> anyOf(List<String> conditions) {
        return QueryTerms.joined(conditions, "^OR", MAX_LENGTH);
    }

    /** @throws ConnectorException permanently, when it is not a valid name of a table or column */
    static String requireColumn(String name) {
        if (isColumn(name)) {
            return name;
        }
        throw ConnectorException.refused(
                "INVALID_NAME",
                "A rule for ServiceNow contains an invalid name of a table or column. Correct the rule, then retry.");
    }

    private static String requireSafe(String value) {
        if (value.contains("^") || value.stripLeading().startsWith("javascript:")) {
            throw ConnectorException.refused(
                    "UNSAFE_VALUE",
                    "ServiceNow cannot look up a value that contains ^ or begins with javascript. Change the"
                            + " record id, or the field that the rule matches by, then retry.");
        }
        return value;
    }
}
