package io.recordsync.connectors.database;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.CheckReport.Finding;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Page.Unreadable;
import io.recordsync.connectors.Read;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks whether the database can be used, and states the exact SQL that corrects a problem. */
final class DatabaseCheck {

    private final DatabaseSettings settings;
    private final Dialect dialect;
    private final ConnectionTransactions transactions;
    private final Tables tables;
    private final DatabaseReads reads;
    private final TimeCheck times;

    DatabaseCheck(DatabaseSettings settings, ConnectionTransactions transactions, Tables tables, DatabaseReads reads) {
        this.settings = settings;
        this.dialect = settings.dialect();
        this.transactions = transactions;
        this.tables = tables;
        this.reads = reads;
        this.times = new TimeCheck(settings, transactions);
    }

    CheckReport check(List<String> objects, CallScope scope) {
        List<Finding> findings = new ArrayList<>(connection(scope));
        if (new CheckReport(findings).isGood()) {
            objects.forEach(object -> findings.addAll(table(object, scope)));
        }
        return new CheckReport(findings);
    }

    private List<Finding> connection(CallScope scope) {
        try {
            String server = transactions.read("a connection", scope, session -> {
                DatabaseMetaData metaData = session.connection().getMetaData();
                return metaData.getDatabaseProductName() + " " + metaData.getDatabaseProductVersion();
            });
            return List.of(
                    Finding.good("connection", "%s answers at %s.".formatted(server, settings.place())),
                    Finding.good("credentials", "The database accepts the user and the password."));
        } catch (ConnectorException e) {
            String what = e.kind() == ErrorKind.ACCOUNT_REFUSED ? "credentials" : "connection";
            return List.of(Finding.bad(what, e));
        }
    }

    private List<Finding> table(String object, CallScope scope) {
        try {
            Optional<TableDefinition> found = transactions.read(
                    "a test read of " + object, scope, session -> tables.find(object, session.connection()));
            return found.map(table -> columns(table, scope)).orElseGet(() -> List.of(absent(object)));
        } catch (ConnectorException e) {
            return List.of(Finding.bad("table " + object, e));
        }
    }

    private Finding absent(String object) {
        return Finding.bad(
                "table " + object,
                ("The database has no table %s, or its user may not see it. Names are case-sensitive. Create the"
                                + " table with the columns that your rule names: %s")
                        .formatted(object, ExampleTable.sql(dialect, TableName.parse(object), settings)));
    }

    private List<Finding> columns(TableDefinition table, CallScope scope) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.good(
                "table " + table.object(),
                String.format(
                        Locale.ROOT,
                        "The table exists and has %d columns.",
                        table.columns().size())));
        findings.add(recordId(table));
        times.check(table, scope).ifPresent(findings::add);
        deleted(table).ifPresent(findings::add);
        if (new CheckReport(findings).isGood()) {
            findings.add(rights(table, scope));
            unreadable(table, scope).ifPresent(findings::add);
        }
        return findings;
    }

    private Finding recordId(TableDefinition table) {
        String what = "external id of " + table.object();
        String column = settings.recordIdColumn();
        if (table.find(column).isEmpty()) {
            return Finding.bad(
                    what,
                    "The table has no column %s for our record id. Run: %s; %s;"
                            .formatted(column, add(table, column, dialect.recordIdType()), uniqueIndex(table, column)));
        }
        boolean unique = table.unique().contains(column) || table.primaryKey().equals(List.of(column));
        return new Finding(
                what,
                unique,
                unique
                        ? "The column %s has unique values.".formatted(column)
                        : "The column %s may have the same value in several rows. Run: %s;"
                                .formatted(column, uniqueIndex(table, column)));
    }

    private Optional<Finding> deleted(TableDefinition table) {
        String column = settings.deletedColumn();
        if (column.isEmpty()) {
            return Optional.empty();
        }
        String what = "deletes of " + table.object();
        try {
            SoftDelete.of(table.column(column), table, dialect);
            return Optional.of(Finding.good(what, "Deleted rows are marked in the column %s.".formatted(column)));
        } catch (ConnectorException e) {
            return Optional.of(Finding.bad(what, e));
        }
    }

    /** A warning of rows that reads would pass over; the table can be written nevertheless. */
    private Optional<Finding> unreadable(TableDefinition table, CallScope scope) {
        List<Unreadable> rows = firstPages(table, scope);
        if (!rows.isEmpty()) {
            Unreadable first = rows.getFirst();
            return warning(
                    table,
                    String.format(
                            Locale.ROOT,
                            "%d of the first rows cannot be read and are passed over, such as %s: %s.",
                            rows.size(),
                            first.place(),
                            first.reason()));
        }
        return table.key().isPresent()
                ? Optional.empty()
                : warning(
                        table,
                        "Rows without %s are not read, because the table has no primary key of one column."
                                .formatted(settings.recordIdColumn()));
    }

    /** What cannot be read on the first page, and on the second one: the first may have only rows without a time. */
    private List<Unreadable> firstPages(TableDefinition table, CallScope scope) {
        Read read = new Read(Read.Feed.CHANGES, table.object(), List.of(), Cursor.BEGINNING, DatabaseReads.MAX_PAGE);
        Page first = reads.read(read, scope);
        List<Unreadable> rows = new ArrayList<>(first.unreadable());
        if (!first.last()) {
            rows.addAll(reads.read(read.from(first.next()), scope).unreadable());
        }
        return rows;
    }

    private static Optional<Finding> warning(TableDefinition table, String sentence) {
        return Optional.of(Finding.good("rows of " + table.object(), "Warning: " + sentence));
    }

    /** Tests the rights with statements that match no row, in a transaction that changes nothing. */
    private Finding rights(TableDefinition table, CallScope scope) {
        String what = "permissions of " + table.object();
        try {
            transactions.run("a check of rights on " + table.object(), scope, session -> tried(table, session));
            return Finding.good(what, "The user may read and write the table.");
        } catch (ConnectorException e) {
            return Finding.bad(
                    what,
                    "%s Grant the user select, insert, update%s on %s."
                            .formatted(
                                    e.getMessage(),
                                    settings.deletedColumn().isEmpty() ? " and delete" : "",
                                    table.sql()));
        }
    }

    private int tried(TableDefinition table, Session session) throws SQLException {
        String id = dialect.quoted(settings.recordIdColumn());
        String needed = Stream.concat(
                        Stream.of(id),
                        table.columns().stream()
                                .filter(column -> !column.nullable() && !column.hasDefault() && !column.generated())
                                .map(column -> dialect.quoted(column.name())))
                .distinct()
                .collect(Collectors.joining(", "));
        List<String> statements = new ArrayList<>(List.of(
                "update %s set %s = %s where 1 = 0".formatted(table.sql(), id, id),
                "insert into %1$s (%2$s) select %2$s from %1$s where 1 = 0".formatted(table.sql(), needed)));
        if (settings.deletedColumn().isEmpty()) {
            statements.add("delete from %s where 1 = 0".formatted(table.sql()));
        }
        int rows = 0;
        for (String statement : statements) {
            rows += session.update(Sql.of(statement));
        }
        return rows;
    }

    private String add(TableDefinition table, String column, String type) {
        return "alter table %s add column %s %s".formatted(table.sql(), dialect.quoted(column), type);
    }

    private String uniqueIndex(TableDefinition table, String column) {
        String index = dialect.quoted(TableName.parse(table.object()).name() + "_" + column);
        return "create unique index %s on %s (%s)".formatted(index, table.sql(), dialect.quoted(column));
    }
}
