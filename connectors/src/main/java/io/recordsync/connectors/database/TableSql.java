package io.recordsync.connectors.database;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Write;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statements for the rows of one table: names are quoted, values are parameters. */
final class TableSql {

    private final TableDefinition table;
    private final Dialect dialect;
    private final Column recordId;
    private final Optional<Column> modified;
    private final Optional<SoftDelete> deleted;

    /** @throws ConnectorException if the table lacks a required column */
    TableSql(TableDefinition table, Dialect dialect, DatabaseSettings settings) {
        this.table = table;
        this.dialect = dialect;
        this.recordId = table.column(settings.recordIdColumn());
        this.modified = table.find(settings.modifiedColumn());
        this.deleted = Optional.of(settings.deletedColumn())
                .filter(name -> !name.isEmpty())
                .map(name -> SoftDelete.of(table.column(name), table, dialect));
    }

    TableDefinition table() {
        return table;
    }

    Column recordId() {
        return recordId;
    }

    /**
     * The column that identifies a row. If the table has no primary key of a single column, it is the record id column.
     */
    Column key() {
        return table.key().orElse(recordId);
    }

    /**
     * What is selected of rows that are read.
     *
     * @param time the column with their time; empty for none
     */
    RowColumns selecting(Optional<Column> time, List<Column> fields) {
        return new RowColumns(key(), recordId, time, fields, dialect);
    }

    /** The value of a column as the database compares it. */
    @Nullable String unpadded(Column column, @Nullable String value) {
        return column.unpadded(value, dialect);
    }

    Optional<Column> modified() {
        return modified;
    }

    Optional<SoftDelete> deleted() {
        return deleted;
    }

    /**
     * Selects key, record id, and 1 if deleted, of the rows with these record ids, and locks them until the transaction
     * ends.
     */
    Sql ours(List<String> recordIds) {
        return rows(recordId, recordIds, dialect.lock());
    }

    /** Selects the same for the rows with these keys. */
    Sql keyed(List<String> keys) {
        return rows(key(), keys, dialect.lock());
    }

    /** Whether a text may be a key of the table; no row has another one. */
    boolean canBeKey(String text) {
        return dialect.canCompare(key(), text);
    }

    /** Selects the rows with these keys that are not deleted. */
    Sql there(RowColumns columns, List<String> keys, boolean locked) {
        String life = deleted.map(mark -> " and " + mark.isThere()).orElse("");
        String text = "select %s from %s where %s in (%s)%s order by %s%s"
                .formatted(
                        columns.selected(),
                        table.sql(),
                        quoted(key()),
                        marks(keys),
                        life,
                        quoted(key()),
                        locked ? dialect.lock() : "");
        return new Sql(text, bound(key(), keys));
    }

    /**
     * Selects the index of the write, and the key and record id, of the rows that match. The database compares by its
     * own rules for case and trailing spaces.
     *
     * @param locked whether the rows are locked; only those of a single write can be
     */
    Sql like(List<Write> writes, boolean locked) {
        List<@Nullable Object> values = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            Write.Match match = writes.get(i).match().orElseThrow();
            Column column = table.column(match.field());
            values.add(dialect.bound(column, match.value()));
            parts.add(String.format(
                    Locale.ROOT,
                    "select %d, %s, %s from %s where %s = ?%s",
                    i,
                    quoted(key()),
                    quoted(recordId),
                    table.sql(),
                    quoted(column),
                    deleted.map(mark -> " and " + mark.isThere()).orElse("")));
        }
        return new Sql(String.join(" union all ", parts) + (locked ? dialect.lock() : ""), values);
    }

    String insert(List<String> columns) {
        List<String> names =
                new ArrayList<>(columns.stream().map(dialect::quoted).toList());
        List<String> marks = new ArrayList<>(Collections.nCopies(columns.size(), "?"));
        names.add(quoted(recordId));
        marks.add("?");
        kept(columns).ifPresent(column -> {
            names.add(quoted(column));
            marks.add(dialect.now());
        });
        return "insert into %s (%s) values (%s)"
                .formatted(table.sql(), String.join(", ", names), String.join(", ", marks));
    }

    /** Updates the row with a record id; the record id follows the values. */
    String update(List<String> columns) {
        return "update %s set %s where %s = ?".formatted(table.sql(), assignments(columns), quoted(recordId));
    }

    /** Updates a row that is not linked yet; the record id and key follow the values. */
    String link(List<String> columns) {
        return "update %s set %s, %s = ? where %s = ? and %s is null"
                .formatted(table.sql(), assignments(columns), quoted(recordId), quoted(key()), quoted(recordId));
    }

    /**
     * Writes the given columns, and the time of the change, to the row with a key, which follows the values.
     *
     * @param withRecordId whether our record id is written too; it then follows the columns' values
     */
    String change(List<String> columns, boolean withRecordId) {
        List<String> names = new ArrayList<>(columns);
        if (withRecordId) {
            names.add(recordId.name());
        }
        String all = Stream.concat(given(names), kept(columns).map(this::now).stream())
                .collect(Collectors.joining(", "));
        String set = all.isEmpty() ? "%1$s = %1$s".formatted(quoted(key())) : all;
        return "update %s set %s where %s = ?".formatted(table.sql(), set, quoted(key()));
    }

    /** Deletes the row with a key. */
    String delete() {
        String where = " where %s = ?".formatted(quoted(key()));
        return deleted.map(mark -> "update %s set %s%s%s"
                        .formatted(
                                table.sql(),
                                mark.mark(),
                                kept(List.of(mark.column().name()))
                                        .map(column -> ", " + now(column))
                                        .orElse(""),
                                where))
                .orElseGet(() -> "delete from " + table.sql() + where);
    }

    /** Both null and an empty text clear the column. */
    @Nullable Object value(Column column, @Nullable Object value) {
        return value == null || value.equals("") ? null : dialect.bound(column, value);
    }

    String quoted(Column column) {
        return dialect.quoted(column.name());
    }

    private Sql rows(Column column, List<String> values, String lock) {
        String text = "select %s, %s, %s from %s where %s in (%s) order by %s%s"
                .formatted(
                        quoted(key()),
                        quoted(recordId),
                        deleted.map(mark -> "case when %s then 1 else 0 end".formatted(mark.isDeleted()))
                                .orElse("0"),
                        table.sql(),
                        quoted(column),
                        marks(values),
                        quoted(column),
                        lock);
        return new Sql(text, bound(column, values));
    }

    private static String marks(List<String> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }

    private List<@Nullable Object> bound(Column column, List<String> values) {
        return values.stream()
                .<@Nullable Object>map(value -> dialect.bound(column, value))
                .toList();
    }

    private String assignments(List<String> columns) {
        Stream<String> time = kept(columns).map(this::now).stream();
        Stream<String> life =
                deleted.filter(mark -> !columns.contains(mark.column().name())).map(SoftDelete::clear).stream();
        String all = Stream.of(given(columns), time, life).flatMap(part -> part).collect(Collectors.joining(", "));
        return all.isEmpty() ? "%s = %s".formatted(quoted(recordId), quoted(recordId)) : all;
    }

    private Stream<String> given(List<String> columns) {
        return columns.stream().map(column -> dialect.quoted(column) + " = ?");
    }

    /** The column with the time of the last change, unless the rule itself writes it or only the database may. */
    private Optional<Column> kept(List<String> columns) {
        return modified.filter(column -> !columns.contains(column.name()) && !column.generated());
    }

    private String now(Column column) {
        return quoted(column) + " = " + dialect.now();
    }
}
