package io.recordsync.connectors.database;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Refused;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The writes of one transaction to one table. All rows are written together. If one is refused, all are rolled back and
 * each is written alone, so that one bad row affects only itself. Rows are written in the order of their record ids, so
 * that two transactions cannot deadlock.
 */
final class RowWriter {

    private final Session session;
    private final TableSql sql;
    private final ExistingRows existing;
    private final WholeRows whole;
    private final DatabaseErrors errors;

    RowWriter(Session session, TableSql sql, DatabaseErrors errors) {
        this.session = session;
        this.sql = sql;
        this.existing = new ExistingRows(session, sql);
        this.whole = new WholeRows(session, sql);
        this.errors = errors;
    }

    /** The outcomes are in the order of the writes. */
    List<Outcome> write(List<Write> writes) throws SQLException {
        List<Write> sorted =
                writes.stream().sorted(Comparator.comparing(Write::recordId)).toList();
        Map<String, Outcome> outcomes = together(sorted, true);
        return writes.stream()
                .map(write -> Objects.requireNonNull(outcomes.get(write.recordId())))
                .toList();
    }

    /**
     * @param again whether to try a refused row once more, because another transaction may have inserted it in the
     *     meantime
     */
    private Map<String, Outcome> together(List<Write> writes, boolean again) throws SQLException {
        Savepoint before = session.savepoint();
        try {
            boolean secondCreate = !again && writes.getFirst().operation() == Operation.CREATE;
            return new WriteAttempt(session, sql, errors, existing, whole, writes).run(secondCreate);
        } catch (SQLException e) {
            if (!errors.isOfARow(e)) {
                throw e;
            }
            session.undo(before);
            return writes.size() > 1 ? eachAlone(writes) : alone(writes.getFirst(), e, again);
        }
    }

    private Map<String, Outcome> eachAlone(List<Write> writes) throws SQLException {
        Map<String, Outcome> outcomes = new HashMap<>();
        for (Write write : writes) {
            outcomes.putAll(together(List.of(write), true));
        }
        return outcomes;
    }

    /** An update is never made to another row, so that none is looked up for it. */
    private Map<String, Outcome> alone(Write write, SQLException failure, boolean again) throws SQLException {
        if (!errors.isDuplicate(failure) || write.operation() == Operation.UPDATE) {
            return Map.of(write.recordId(), new Refused(errors.reason(failure, write)));
        }
        return again
                ? together(List.of(write), false)
                : Map.of(write.recordId(), new Refused(duplicate(write, errors.reason(failure, write))));
    }

    /** Adds the name of the conflicting row to the refusal, if the rule's match finds it. */
    private ConnectorException duplicate(Write write, ConnectorException refused) throws SQLException {
        List<LinkCandidate> others =
                existing.like(List.of(write), false).getOrDefault(write.recordId(), List.of()).stream()
                        .filter(one -> !one.recordId().equals(Optional.of(write.recordId())))
                        .toList();
        try {
            return LinkCandidate.toLink(write, others, refused).unlinkable(refused);
        } catch (ConnectorException e) {
            return e;
        }
    }
}
