package io.recordsync.connectors.database;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Page.Unreadable;
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
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a table page by page, ordered by the time of a row's change and its key, so that no row is lost at a page's end
 * when several have the same time. Rows without a time come first, and only in reads from the beginning. A row whose
 * time cannot be read is reported and passed over.
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
        RowColumns columns = sql.selecting(time, sql.table().columns(read.fields()));
        List<Row> rows =
                session.query(statement(read, position, columns), row -> row(row, read, columns, position.part()));
        List<Unreadable> unreadable = new ArrayList<>(from.isEmpty() ? withoutKey(read) : List.of());
        rows.forEach(row -> row.unreadable().ifPresent(unreadable::add));
        List<ReadRecord> records =
                rows.stream().flatMap(row -> row.record().stream()).toList();
        if (rows.size() == read.limit()) {
            Optional<After> last = Optional.of(rows.getLast().after());
            return new Page(
                    records, new DatabaseCursor(position.start(), position.part(), last).cursor(), false, unreadable);
        }
        return position.part() == Part.TIMELESS
                ? new Page(
                        records,
                        new DatabaseCursor(position.start(), Part.TIMED, Optional.empty()).cursor(),
                        false,
                        unreadable)
                : new Page(records, end(position), true, unreadable);
    }

    /** The rows that cannot be told apart; they are counted in reads from the beginning. */
    private List<Unreadable> withoutKey(Read read) throws SQLException {
        boolean counted = read.feed() == Read.Feed.CHANGES && read.from().isBeginning();
        if (!counted || sql.table().key().isPresent()) {
            return List.of();
        }
        String there = sql.deleted().map(mark -> " and " + mark.isThere()).orElse("");
        Sql count = Sql.of("select count(*) from %s where %s is null%s"
                .formatted(sql.table().sql(), quoted(sql.recordId()), there));
        long rows = session.query(count, row -> row.getLong(1)).getFirst();
        return rows == 0 ? List.of() : List.of(withoutKey(read.object(), rows));
    }

    private Unreadable withoutKey(String object, long rows) {
        return new Unreadable(
                object,
                String.format(
                        Locale.ROOT,
                        "%d of its rows have no %s, and the table has no primary key of one column by which they could"
                                + " be told apart",
                        rows,
                        sql.recordId().name()));
    }

    private static Cursor end(DatabaseCursor position) {
        return position.part() == Part.ALL
                ? Cursor.BEGINNING
                : Cursor.since(position.start().minus(LATE));
    }

    /** The column by which the feed is ordered; empty if the tables have none. */
    private Optional<Column> time(Read read) {
        Optional<Column> time = read.feed() == Read.Feed.DELETES
                ? sql.deleted().flatMap(SoftDelete::time).or(sql::modified)
                : sql.modified();
        time.filter(column -> !column.holdsTimes(dialect)).ifPresent(column -> {
            throw ConnectorException.refused("UNREADABLE_TIME", column.noTimes());
        });
        return time;
    }

    private Part first(Read read, Optional<Column> time) {
        if (time.isEmpty()) {
            return Part.ALL;
        }
        return read.from().isBeginning() && dialect.mayBeTimeless(time.get()) ? Part.TIMELESS : Part.TIMED;
    }

    private Instant now() throws SQLException {
        String now = session.query(Sql.of("select " + dialect.now()), row -> row.getString(1))
                .getFirst();
        return ColumnTimes.parse(now).orElseThrow(() -> new IllegalStateException("the database tells no time"));
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
            conditions.add(position.part() == Part.TIMED ? dialect.timed(column) : dialect.timeless(column));
            order = position.part() == Part.TIMED ? column + ", " + order : order;
        }
        addPosition(read, position, time, conditions, values);
        values.add(read.limit());
        return new Sql(
                "select %s from %s where %s order by %s limit ?"
                        .formatted(columns.selected(), sql.table().sql(), String.join(" and ", conditions), order),
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

    /** A row that was read, or the reason why it could not be. */
    private record Row(Optional<ReadRecord> record, Optional<Unreadable> unreadable, After after) {}

    private static Row row(ResultSet row, Read read, RowColumns columns, Part part) throws SQLException {
        String key = columns.keyOf(row);
        Optional<String> when = columns.timeOf(row);
        Optional<Instant> modified = when.flatMap(ColumnTimes::parse);
        After after = new After(part == Part.TIMED ? when.orElse("") : "", key);
        if (when.isPresent() && modified.isEmpty() && !ColumnTimes.isEndless(when.get())) {
            return new Row(Optional.empty(), Optional.of(unreadable(read, columns, key)), after);
        }
        ReadRecord record = read.feed() == Read.Feed.DELETES
                ? ReadRecord.deleted(key, columns.recordIdOf(row), modified)
                : columns.record(row, modified);
        return new Row(Optional.of(record), Optional.empty(), after);
    }

    private String quoted(Column column) {
        return sql.quoted(column);
    }

    private static Unreadable unreadable(Read read, RowColumns columns, String key) {
        return new Unreadable(
                "%s, row %s".formatted(read.object(), key),
                "its %s is not a time; times must be like 2026-01-20 17:16:48, in UTC"
                        .formatted(columns.time().map(Column::name).orElse("")));
    }
}
