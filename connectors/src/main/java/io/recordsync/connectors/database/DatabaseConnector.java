package io.recordsync.connectors.database;

import com.zaxxer.hikari.HikariDataSource;
import io.recordsync.connectors.Batch;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Capabilities.BatchForm;
import io.recordsync.connectors.Capabilities.Feed;
import io.recordsync.connectors.Capabilities.Identity;
import io.recordsync.connectors.Capabilities.Operation;
import io.recordsync.connectors.Capabilities.Reading;
import io.recordsync.connectors.Capabilities.Writing;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.Schema;
import io.recordsync.connectors.Write;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One database. An object is a table. A row is found by our record id, in a column with unique values. A batch is one
 * transaction, and so is a single write; each costs one permit.
 */
public final class DatabaseConnector implements Connector {

    /** The system's name. */
    public static final String SYSTEM = "database";

    static final int LARGEST_BATCH = 200;
    private static final int LARGEST_PAGE = 1_000;
    private static final Duration LIMIT_WAIT = Duration.ofSeconds(5);

    private final DatabaseSettings settings;
    private final Dialect dialect;
    private final ConnectionTransactions transactions;
    private final Tables tables;

    /** @param timeout how long a transaction may take, from getting a connection to its commit */
    public DatabaseConnector(DatabaseSettings settings, Duration timeout) {
        this(settings, new HikariDataSource(ConnectionTransactions.pool(settings, timeout)), timeout);
    }

    DatabaseConnector(DatabaseSettings settings, HikariDataSource pool, Duration timeout) {
        this.settings = settings;
        this.dialect = settings.dialect();
        this.transactions = new ConnectionTransactions(pool, settings, timeout);
        this.tables = new Tables(dialect);
    }

    @Override
    public String system() {
        return SYSTEM;
    }

    @Override
    public Capabilities capabilities() {
        Feed feed = settings.modifiedColumn().isEmpty() ? Feed.FULL : Feed.KEYSET;
        return new Capabilities(
                "",
                new Writing(
                        EnumSet.allOf(Operation.class),
                        LARGEST_BATCH,
                        BatchForm.ONE_CALL,
                        Identity.LOOK_UP,
                        OptionalInt.empty()),
                new Reading(feed, hasSoftDeletes(), LARGEST_PAGE),
                transactions.quota(),
                LIMIT_WAIT);
    }

    @Override
    public Written write(Write write, CallScope scope) {
        return Batch.only(writeAll(List.of(write), scope));
    }

    @Override
    public List<Outcome> writeAll(List<Write> writes, CallScope scope) {
        Batch batch = new Batch(writes, LARGEST_BATCH);
        batch.send(writes, all -> inOneTransaction(all, scope));
        return batch.outcomes();
    }

    @Override
    public Page read(Read read, CallScope scope) {
        boolean inside = !read.from().isBeginning() && read.from().time().isEmpty();
        Optional<DatabaseCursor> place = inside ? Optional.of(DatabaseCursor.parse(read.from())) : Optional.empty();
        if (read.feed() == Read.Feed.DELETES && !hasSoftDeletes()) {
            throw ConnectorException.unsupported(SYSTEM, "tell of rows that are really deleted; mark them in a column");
        }
        Read bounded =
                new Read(read.feed(), read.object(), read.fields(), read.from(), Math.min(read.most(), LARGEST_PAGE));
        return transactions.look(
                "a read of " + read.object(),
                scope,
                session -> remembering(read.object(), () -> {
                    TableSql sql = sql(read.object(), read.fields(), session);
                    return new RowReader(session, sql, dialect).page(bounded, place);
                }));
    }

    @Override
    public Schema describe(String object, CallScope scope) {
        return transactions.look("a description of " + object, scope, session -> {
            TableDefinition table = tables.look(object, session.connection());
            List<Schema.Field> fields =
                    table.columns().stream().map(column -> field(column, table)).toList();
            return new Schema(object, true, fields);
        });
    }

    @Override
    public CheckReport check(List<String> objects, CallScope scope) {
        return new AccountCheck(settings, transactions, tables).of(objects, scope);
    }

    /** Empty: a database has no user interface. */
    @Override
    public String recordUrl(String object, String externalId) {
        return "";
    }

    @Override
    public void close() {
        transactions.close();
    }

    private List<Outcome> inOneTransaction(List<Write> writes, CallScope scope) {
        String object = writes.getFirst().object();
        return transactions.run(
                subject(writes),
                scope,
                session -> remembering(object, () -> {
                    Set<String> columns = new HashSet<>();
                    writes.forEach(write -> columns.addAll(write.content().keySet()));
                    return new RowWriter(session, sql(object, columns, session), transactions.errors()).write(writes);
                }));
    }

    private TableSql sql(String object, Collection<String> columns, Session session) throws SQLException {
        return new TableSql(tables.table(object, columns, session.connection()), dialect, settings);
    }

    /** Work with a table whose definition is known. */
    @FunctionalInterface
    private interface WithTable<T> {
        T get() throws SQLException;
    }

    /** Forgets the table's definition on any failure, because the cause may be that the table has changed. */
    private <T> T remembering(String object, WithTable<T> work) throws SQLException {
        try {
            return work.get();
        } catch (SQLException | ConnectorException failure) {
            tables.forget(object);
            throw failure;
        }
    }

    private boolean hasSoftDeletes() {
        return !settings.deletedColumn().isEmpty();
    }

    private static Schema.Field field(Column column, TableDefinition table) {
        return new Schema.Field(
                column.name(),
                column.label(),
                column.typeName(),
                !column.nullable() && !column.hasDefault() && !column.generated(),
                !column.generated(),
                table.unique().contains(column.name()) || table.primaryKey().equals(List.of(column.name())),
                column.longest());
    }

    private static String subject(List<Write> writes) {
        return writes.size() == 1
                ? writes.getFirst().toString()
                : "%d writes of %s".formatted(writes.size(), writes.getFirst().object());
    }
}
