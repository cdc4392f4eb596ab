package io.recordsync.connectors.database;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Capabilities.Visibility;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.SettingChecks;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads pages of a table, and single rows, each in one read without locks. */
final class DatabaseReads {

    static final int MAX_PAGE = 10_000;

    /** The largest number of keys in one query; each is a parameter of it. */
    static final int MAX_FIND = 1_000;

    private final String system;
    private final DatabaseSettings settings;
    private final ConnectionTransactions transactions;
    private final Tables tables;

    DatabaseReads(String system, DatabaseSettings settings, ConnectionTransactions transactions, Tables tables) {
        this.system = system;
        this.settings = settings;
        this.transactions = transactions;
        this.tables = tables;
    }

    Page read(Read read, CallScope scope) {
        Optional<DatabaseCursor> position = position(read);
        requireReadable(read);
        Read bounded =
                new Read(read.feed(), read.object(), read.fields(), read.from(), Math.min(read.limit(), MAX_PAGE));
        return transactions.read(
                "a read of " + read.object(),
                scope,
                session -> tables.with(
                        read.object(),
                        read.fields(),
                        session.connection(),
                        sql -> new RowReader(session, sql, settings.dialect()).page(bounded, position)));
    }

    /** The rows with these keys that are there, in one query without locks. */
    List<ReadRecord> find(String object, List<String> fields, List<String> keys, CallScope scope) {
        SettingChecks.require(
                keys.size() <= MAX_FIND, String.format(Locale.ROOT, "at most %d rows can be found at once", MAX_FIND));
        if (keys.isEmpty()) {
            return List.of();
        }
        return transactions.read(
                String.format(Locale.ROOT, "a read of %d rows of %s", keys.size(), object),
                scope,
                session -> tables.with(
                        object,
                        fields,
                        session.connection(),
                        sql -> List.copyOf(new WholeRows(session, sql)
                                .find(keys, sql.table().columns(fields))
                                .values())));
    }

    /**
     * A change is visible when its transaction commits, and is read with the first read that begins after the
     * transaction's longest duration. A column of times may hold whole seconds.
     */
    Visibility visibility() {
        boolean timed = !settings.modifiedColumn().isEmpty();
        return new Visibility(
                MAX_FIND, timed ? RowReader.LATE : Duration.ZERO, timed ? Duration.ofSeconds(1) : Duration.ZERO, true);
    }

    /** Whether deleted rows are kept and marked, so that deletes can be read. */
    boolean hasSoftDeletes() {
        return !settings.deletedColumn().isEmpty();
    }

    /** The position in the middle of a read; empty for the first page of one. */
    private static Optional<DatabaseCursor> position(Read read) {
        boolean first = read.from().isBeginning() || read.from().time().isPresent();
        return first ? Optional.empty() : Optional.of(DatabaseCursor.parse(read.from()));
    }

    private void requireReadable(Read read) {
        if (read.feed() == Read.Feed.DELETES && !hasSoftDeletes()) {
            throw ConnectorException.unsupported(
                    system, "report rows that are really deleted: mark deleted rows in a column");
        }
    }
}
