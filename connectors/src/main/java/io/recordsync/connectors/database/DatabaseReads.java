package io.recordsync.connectors.database;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import java.util.Optional;

/** Reads pages of a table, each in one read without locks. */
final class DatabaseReads {

    static final int MAX_PAGE = 1_000;

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
