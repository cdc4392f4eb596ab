package io.recordsync.connectors.database;

import io.recordsync.connectors.Batch;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Refused;
import io.recordsync.connectors.Write;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes rows. A row is found by our record id, in a column with unique values. A batch is one transaction, and so is a
 * single write; each costs one permit.
 */
final class DatabaseWrites {

    static final int MAX_BATCH = 200;

    private final ConnectionTransactions transactions;
    private final Tables tables;

    DatabaseWrites(ConnectionTransactions transactions, Tables tables) {
        this.transactions = transactions;
        this.tables = tables;
    }

    Outcome write(Write write, CallScope scope) {
        return Batch.only(writeAll(List.of(write), scope));
    }

    List<Outcome> writeAll(List<Write> writes, CallScope scope) {
        Batch batch = new Batch(writes, MAX_BATCH);
        batch.send(writes, all -> inOneTransaction(all, scope));
        return batch.outcomes();
    }

    private List<Outcome> inOneTransaction(List<Write> writes, CallScope scope) {
        String object = writes.getFirst().object();
        Set<String> columns = new HashSet<>();
        writes.forEach(write -> columns.addAll(write.content().keySet()));
        List<Outcome> outcomes = transactions.run(
                Batch.subject(writes),
                scope,
                session -> tables.with(
                        object,
                        columns,
                        session.connection(),
                        sql -> new RowWriter(session, sql, transactions.errors()).write(writes)));
        if (outcomes.stream().anyMatch(DatabaseWrites::mayBeOfAnotherTable)) {
            tables.forget(object);
        }
        return outcomes;
    }

    /** Whether the statement did not fit the table, which may have changed since its definition was cached. */
    private static boolean mayBeOfAnotherTable(Outcome outcome) {
        return outcome instanceof Refused refused && refused.reason().code().startsWith(DatabaseErrors.UNFIT);
    }
}
