package io.recordsync.connectors.database;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.database.DatabaseCursor.After;
import io.recordsync.connectors.database.DatabaseCursor.Part;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a table page by page, ordered by the time of a row's change and its key, so that no row is lost at a page's end
 * when several have the same time. Rows without a time come first, and only in reads from the beginning.
 *
 * <p>A row's time is set when it is written, but others see the row only when its transaction commits; and the clock
 * that set the time may be that of another machine. So the read after a completed one starts {@link #LATE} before that
 * one began. It returns the rows of transactions of up to that length which committed after the reader had passed their
 * time.
 */
final class RowReader {

    /**
     * Longer than transactions of applications usually last. A batch job with longer transactions should set the times
     * at its end.
     */
    static final Duration LATE = Duration.ofMinutes(5);

    private final Session session;
    private final TableSql sql;
    private final Dialect dialect;

    RowReader(Session session, TableSql sql, Dialect dialect) {
        this.session = session;
        this.sql = sql;
        this.dialect = dialect;
    }

    /** @param from the position in the read; empty for its first page */
    Page page(Read read, Optional<DatabaseCursor> from) throws SQLException {
        Optional<Column> time = time(read);
        DatabaseCursor position =
                from.isPresent() ? from.get() : new DatabaseCursor(now(), first(read, time), Optional.empty());
        RowColumns columns =
                new RowColumns(sql.key(), sql.recordId(), time, sql.table().columns(read.fields()));
        List<Row> rows = session.query(statement(read, position, columns), row -> row(row, read, columns));
        List<ReadRecord> records = rows.stream().map(Row::record).toList();
        if (rows.size() == read.limit()) {
            return new Page(
                    records,
                    new DatabaseCursor(
                                    position.start(),
                                    position.part(),
                                    Optional.of(rows.getLast().after()))
                            .cursor(),
                    false);
        }
        return position.part() == Part.TIMELESS
                ? new Page(records, new DatabaseCursor(position.start(), Part.TIMED, Optional.empty()).cursor(), false)
                : new Page(records, end(position), true);
    }

    private static Cursor end(DatabaseCursor position) {
        return position.part() == Part.ALL
                ? Cursor.BEGINNING
                : Cursor.since(position.start().minus(LATE));
    }

    /** The column by which the feed is ordered; empty if the tables have none. */
    private Optional<Column> time(Read read) {
        return read.feed() == Read.Feed.DELETES
                ? sql.deleted().flatMap(SoftDelete::time).or(sql::modified)
                : sql.modified();
    }

    private static Part first(Read read, Optional<Column> time) {
        if (time.isEmpty()) {
            return Part.ALL;
        }
        return read.from().isBeginning() && time.get().nullable() ? Part.TIMELESS : Part.TIMED;
    }

    private Instant now() throws SQLException {
        String now = session.query(Sql.of("select " + dialect.now()), row -> row.getString(1))
                .getFirst();
        return ColumnTimes.parse(now).orElseThrow(() -> unreadable("the database's clock"));
    }

    private Sql statement(Read read, DatabaseCursor position, RowColumns columns) {
        Optional<Column> time = columns.time();
        List<Object> values = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        conditions.add(quoted(sql.key()) + " is not null");
        sql.deleted()
                .ifPresent(
                        mark -> conditions.add(read.feed() == Read.Feed.DELETES ? mark.isDeleted() : mark.isThere()));
        String order = quoted(sql.key());
        if (position.part() != Part.ALL) {
            String column = quoted(time.orElseThrow());
            conditions.add(column + (position.part() == Part.TIMED ? " is not null" : " is null"));
            order = position.part() == Part.TIMED ? column + ", " + order : order;
        }
        addPosition(read, position, time, conditions, values);
        values.add(read.limit());
        return new Sql(
                "select %s from %s where %s order by %s limit ?"
                        .formatted(
                                columns.selected(dialect), sql.table().sql(), String.join(" and ", conditions), order),
                List.copyOf(values));
    }

    private void addPosition(
            Read read, DatabaseCursor position, Optional<Column> time, List<String> conditions, List<Object> values) {
        if (position.after().isPresent()) {
            addAfter(position.part(), position.after().get(), time, conditions, values);
        } else if (position.part() == Part.TIMED && read.from().time().isPresent()) {
            Instant since = read.from().time().get().truncatedTo(ChronoUnit.SECONDS);
            conditions.add(quoted(time.orElseThrow()) + " >= ?");
            values.add(dialect.time(time.orElseThrow(), since));
        }
    }

    /** The first condition is redundant, but lets the database use an index. */
    private void addAfter(Part part, After row, Optional<Column> time, List<String> conditions, List<Object> values) {
        Object key = dialect.bound(sql.key(), row.key());
        if (part != Part.TIMED) {
            conditions.add(quoted(sql.key()) + " > ?");
            values.add(key);
            return;
        }
        Column column = time.orElseThrow();
        Object when = dialect.bound(column, row.time());
        conditions.add("%1$s >= ? and (%1$s > ? or %2$s > ?)".formatted(quoted(column), quoted(sql.key())));
        values.addAll(List.of(when, when, key));
    }

    private record Row(ReadRecord record, After after) {}

    private static Row row(ResultSet row, Read read, RowColumns columns) throws SQLException {
        String key = columns.keyOf(row);
        Optional<String> when = columns.timeOf(row);
        Optional<Instant> modified = when.flatMap(ColumnTimes::parse);
        if (when.isPresent()
                && !(DatabaseCursor.isTime(when.get())
                        && (modified.isPresent() || when.get().contains("inf")))) {
            throw unreadable(columns.time().map(Column::name).orElse("") + " of row " + key);
        }
        ReadRecord record = read.feed() == Read.Feed.DELETES
                ? ReadRecord.deleted(key, columns.recordIdOf(row), modified)
                : columns.record(row);
        return new Row(record, new After(when.orElse(""), key));
    }

    private String quoted(Column column) {
        return sql.quoted(column);
    }

    private static ConnectorException unreadable(String what) {
        return ConnectorException.refused(
                "UNREADABLE_TIME",
                "The database has a value in %s that is not a time. Times must be like 2026-01-20 17:16:48, in UTC."
                        .formatted(what));
    }
}
