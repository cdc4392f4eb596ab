package io.recordsync.connectors.database;

import io.recordsync.connectors.ReadRecord;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns that are selected of a row in order to make a {@link ReadRecord} of it: its key, our record id, its time,
 * and then the fields.
 *
 * @param time empty if the table has no such column; null is then selected in its place
 */
record RowColumns(Column key, Column recordId, Optional<Column> time, List<Column> fields, Dialect dialect) {

    /** SQLite's driver knows only numbers as booleans, while its columns can hold any text. */
    static final Set<String> TRUE = Set.of("t", "true", "y", "yes", "on");

    private static final int KEY = 1;
    private static final int RECORD_ID = 2;
    private static final int TIME = 3;
    private static final int FIRST_FIELD = 4;

    RowColumns {
        fields = List.copyOf(fields);
    }

    /** The columns as a query lists them. */
    String selected() {
        List<String> columns = new ArrayList<>();
        columns.add(dialect.quoted(key.name()));
        columns.add(dialect.quoted(recordId.name()));
        columns.add(time.map(column -> dialect.quoted(column.name())).orElse("null"));
        fields.forEach(field -> columns.add(dialect.quoted(field.name())));
        return String.join(", ", columns);
    }

    String keyOf(ResultSet row) throws SQLException {
        return Objects.requireNonNullElse(key.unpadded(row.getString(KEY), dialect), "");
    }

    Optional<String> recordIdOf(ResultSet row) throws SQLException {
        return Optional.ofNullable(recordId.unpadded(row.getString(RECORD_ID), dialect));
    }

    /** The row's time as the database writes it. */
    Optional<String> timeOf(ResultSet row) throws SQLException {
        return Optional.ofNullable(row.getString(TIME));
    }

    /** The row with its content. It has no time if the database's text is not one. */
    ReadRecord record(ResultSet row) throws SQLException {
        return record(row, timeOf(row).flatMap(ColumnTimes::parse));
    }

    /** The same for a row whose time is known already. */
    ReadRecord record(ResultSet row, Optional<Instant> modified) throws SQLException {
        return new ReadRecord(keyOf(row), recordIdOf(row), modified, false, content(row));
    }

    private Map<String, @Nullable Object> content(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> content = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            content.put(fields.get(i).name(), value(row, FIRST_FIELD + i, fields.get(i)));
        }
        return content;
    }

    private @Nullable Object value(ResultSet row, int index, Column column) throws SQLException {
        String text = column.unpadded(row.getString(index), dialect);
        if (text == null) {
            return null;
        }
        return switch (column.kind()) {
            case FLAG -> TRUE.contains(text.toLowerCase(Locale.ROOT)) || row.getBoolean(index);
            case NUMBER -> number(text);
            case TIME ->
                column.isDate()
                        ? text
                        : ColumnTimes.parse(text).map(Instant::toString).orElse(text);
            case OTHER -> text;
        };
    }

    private static Object number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
