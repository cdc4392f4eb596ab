package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.Keyset;
import io.recordsync.connectors.http.QueryTerms;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Queries in SOQL. Names are checked, values are quoted, and no query is longer than an address may be. */
final class Soql {

    /** An address and its headers may have 16,384 bytes together; beyond that the answer is 414 or 431. */
    private static final int MAX_LIST_LENGTH = 12_000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,79}");

    /** Salesforce stores times in milliseconds. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Soql() {}

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static String whereEqual(String object, String idField, String field, String value, int limit) {
        return String.format(
                Locale.ROOT,
                "SELECT Id, %s FROM %s WHERE %s = %s LIMIT %d",
                idField,
                object,
                field,
                quoted(value),
                limit);
    }

    /** Returns as few queries as the longest possible address allows. */
    static List<String> whereIn(String object, Collection<String> columns, String field, List<String> values) {
        List<String> quoted = values.stream().map(Soql::quoted).toList();
        return QueryTerms.joined(quoted, ",", MAX_LIST_LENGTH).stream()
                .map(list -> where(object, columns, "%s IN (%s)".formatted(field, list)))
                .toList();
    }

    /** The records of which one of the fields has one of its values. */
    static String whereAnyIn(
            String object, Collection<String> columns, Map<String, ? extends Collection<String>> values) {
        List<String> conditions = values.entrySet().stream()
                .map(field -> "%s IN (%s)"
                        .formatted(
                                field.getKey(),
                                field.getValue().stream().map(Soql::quoted).collect(Collectors.joining(","))))
                .toList();
        return where(object, columns, String.join(" OR ", conditions));
    }

    static boolean fitsAnAddress(String query) {
        return QueryTerms.length(query) <= MAX_LIST_LENGTH;
    }

    private static String where(String object, Collection<String> columns, String condition) {
        return "SELECT %s FROM %s WHERE %s".formatted(String.join(", ", columns), object, condition);
    }

    /**
     * The records after a position, in the order in which they changed. The first condition is redundant, but lets
     * Salesforce use the index on SystemModstamp, which it would not do for the OR condition alone.
     */
    static String changes(String object, Collection<String> fields, Keyset from, int limit) {
        String time = TIME.format(from.time());
        String behind =
                from.id().isEmpty() ? "" : " AND (SystemModstamp > %s OR Id > %s)".formatted(time, quoted(from.id()));
        return String.format(
                Locale.ROOT,
                "SELECT %s FROM %s WHERE SystemModstamp >= %s%s ORDER BY SystemModstamp, Id LIMIT %d",
                String.join(", ", fields),
                object,
                time,
                behind,
                limit);
    }

    private static String quoted(String value) {
        return value.codePoints().mapToObj(Soql::escaped).collect(Collectors.joining("", "'", "'"));
    }

    /**
     * The reserved characters of SOQL strings, and the control characters that have an escape. All others stand for
     * themselves.
     */
    private static String escaped(int character) {
        return switch (character) {
            case '\\' -> "\\\\";
            case '\'' -> "\\'";
            case '"' -> "\\\"";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            default -> Character.toString(character);
        };
    }
}
