package io.recordsync.connectors.database;

import io.recordsync.connectors.ConnectorException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table as rules name it: {@code customer_contact}, or {@code crm.customer_contact} with its schema (in MySQL: its
 * database). Names are case-sensitive, as the database stores them. A part that contains a dot or starts with a double
 * quote is written in double quotes, and double quotes inside it are doubled: {@code "my.schema"."the ""good"" ones"}.
 */
record TableName(Optional<String> schema, String name) {

    private static final int MAX_LENGTH = 128;

    /** A part of the name: text in double quotes, or everything up to a dot. */
    private static final String PART = "(?:\"((?:[^\"]|\"\")+)\"|([^\".][^.]*))";

    private static final Pattern FORM = Pattern.compile("(?:" + PART + "\\.)?" + PART);

    /** @throws ConnectorException if it is not a table name */
    static TableName parse(String object) {
        Matcher parts = FORM.matcher(object.length() > 4 * MAX_LENGTH ? "" : object);
        if (!parts.matches()) {
            throw none();
        }
        return new TableName(part(parts, 1), part(parts, 3).orElseThrow());
    }

    TableName {
        if (!isName(name) || !schema.map(TableName::isName).orElse(true)) {
            throw none();
        }
    }

    /** Whether it can be the name of a table or column: 1 to 128 characters without control characters. */
    static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && text.codePoints().noneMatch(Character::isISOControl);
    }

    private static Optional<String> part(Matcher parts, int group) {
        return Optional.ofNullable(parts.group(group))
                .map(quoted -> quoted.replace("\"\"", "\""))
                .or(() -> Optional.ofNullable(parts.group(group + 1)));
    }

    private static ConnectorException none() {
        return ConnectorException.refused(
                "INVALID_NAME",
                "A rule contains an invalid name of a database table or column. Correct the rule, then retry.");
    }
}
