package io.recordsync.connectors.database;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.CheckReport.Finding;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Checks whether the changes of a table can be read by the column with the time of a row's last change. */
final class TimeCheck {

    /** How far the clocks of the programs that write may differ from the database's. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** Usual names of such columns, without underscores, in lower case. */
    private static final List<String> USUAL = List.of(
            "updatedat",
            "modifiedat",
            "lastmodified",
            "lastmodifiedat",
            "lastmodifieddate",
            "lastupdated",
            "lastupdatedat",
            "modifieddate",
            "updateddate",
            "modified",
            "updated");

    private final DatabaseSettings settings;
    private final Dialect dialect;
    private final ConnectionTransactions transactions;

    TimeCheck(DatabaseSettings settings, ConnectionTransactions transactions) {
        this.settings = settings;
        this.dialect = settings.dialect();
        this.transactions = transactions;
    }

    /** The finding; empty if rows are meant to be read without such a column, and the table has none. */
    Optional<Finding> check(TableDefinition table, CallScope scope) {
        String what = "changes of " + table.object();
        String column = settings.modifiedColumn();
        if (column.isEmpty()) {
            return usual(table).map(usual -> Finding.good(what, "All rows are read each time. " + hint(usual)));
        }
        Optional<Column> found = table.find(column);
        if (found.isEmpty()) {
            return Optional.of(Finding.bad(what, absent(table, column)));
        }
        return Optional.of(
                found.get().holdsTimes(dialect)
                        ? times(table, found.get(), what, scope)
                        : Finding.bad(what, found.get().noTimes()));
    }

    private String absent(TableDefinition table, String column) {
        String add = "alter table %s add column %s %s"
                .formatted(table.sql(), dialect.quoted(column), dialect.modifiedType());
        return ("The table has no column %s for the time of a row's last change. Run: %s; or leave"
                        + " its setting MODIFIED_COLUMN empty, so that all rows are read each time. %s")
                .formatted(column, add, usual(table).map(TimeCheck::hint).orElse(""))
                .strip();
    }

    private static String hint(Column usual) {
        return "If the column %s holds the time of a row's last change, set its setting MODIFIED_COLUMN to it."
                .formatted(usual.name());
    }

    private Optional<Column> usual(TableDefinition table) {
        return USUAL.stream()
                .flatMap(name -> table.columns().stream()
                        .filter(column -> name.equals(
                                column.name().toLowerCase(Locale.ROOT).replace("_", "")))
                        .filter(column -> column.holdsTimes(dialect)))
                .findFirst();
    }

    private Finding times(TableDefinition table, Column column, String what, CallScope scope) {
        Found found = transactions.read(
                "a check of times of " + table.object(), scope, session -> found(table, column, session));
        if (found.localDefault()) {
            return Finding.bad(what, """
                    The column %s has no time zone, and its default is the time of the server's own zone, which is not\
                     UTC. Its times are taken for UTC, so that changes would be missed. Give it the type timestamp,\
                     or fill it with utc_timestamp().""".formatted(column.name()));
        }
        if (found.ahead()) {
            return Finding.bad(what, """
                    The newest time in the column %s is later than the database's clock. Its times are taken for UTC;\
                     if they are those of another zone, changes would be missed. Store times in UTC, or in a column\
                     with a time zone.""".formatted(column.name()));
        }
        return Finding.good(
                what,
                "Changes are read by the column %s.%s"
                        .formatted(
                                column.name(),
                                dialect.isZoneless(column)
                                        ? " It has no time zone: its times must be in UTC, or changes are missed."
                                        : ""));
    }

    /**
     * What the database says of the column.
     *
     * @param localDefault whether the database itself fills it with local times
     * @param ahead whether its newest time is in the future
     */
    private record Found(boolean localDefault, boolean ahead) {}

    private Found found(TableDefinition table, Column column, Session session) throws SQLException {
        Optional<Sql> zone = dialect.isZoneless(column) ? dialect.localDefault(table, column) : Optional.empty();
        boolean local = zone.isPresent()
                && session.query(zone.get(), row -> row.getInt(1)).getFirst() != 0;
        String name = dialect.quoted(column.name());
        Optional<Instant> newest =
                time(session, "select max(%s) from %s where %s".formatted(name, table.sql(), dialect.timed(name)));
        Optional<Instant> now = time(session, "select " + dialect.now());
        boolean ahead = newest.isPresent()
                && now.isPresent()
                && newest.get().isAfter(now.get().plus(TOLERANCE));
        return new Found(local, ahead);
    }

    private static Optional<Instant> time(Session session, String query) throws SQLException {
        String text = session.query(Sql.of(query), row -> Objects.requireNonNullElse(row.getString(1), ""))
                .getFirst();
        return ColumnTimes.parse(text);
    }
}
