package io.recordsync.starter.events;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kind of record that a captured table holds.
 *
 * @param table the table's name, with or without its schema or database as a prefix
 * @param keyColumn the column that holds the record's id
 */
public record DebeziumTable(String table, String entity, String keyColumn) {

    private static final Pattern FORM = Pattern.compile("([^=:]+)=([^=:]+):([^=:]+)");

    /** Reads {@code public.customers=contact:id}. */
    public static DebeziumTable valueOf(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("not table=entity:column");
        }
        return new DebeziumTable(parts.group(1), parts.group(2), parts.group(3));
    }
}
