package io.recordsync.connectors.database;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Gone;
import io.recordsync.connectors.Outcome.Linked;
import io.recordsync.connectors.Outcome.Refused;
import io.recordsync.connectors.Outcome.Stale;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.database.ExistingRows.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** One attempt to make some writes of a transaction together. */
final class WriteAttempt {

    private final Session session;
    private final TableSql sql;
    private final DatabaseErrors errors;
    private final ExistingRows existing;
    private final WholeRows whole;
    private final List<Write> writes;
    private final RowStatements statements;
    private final List<String> inserted = new ArrayList<>();
    private final Map<String, String> met = new HashMap<>();
    private final Map<String, Outcome> outcomes = new HashMap<>();

    WriteAttempt(
            Session session,
            TableSql sql,
            DatabaseErrors errors,
            ExistingRows existing,
            WholeRows whole,
            List<Write> writes) {
        this.session = session;
        this.errors = errors;
        this.sql = sql;
        this.existing = existing;
        this.whole = whole;
        this.writes = writes;
        this.statements = new RowStatements(sql);
    }

    /** @param locksMatches whether matching rows are locked, so that those of the newest commits are found too */
    Map<String, Outcome> run(boolean locksMatches) throws SQLException {
        List<Write> byRecordId = only(write -> write.operation() != Operation.UPDATE);
        Map<String, Row> ours =
                existing.ours(byRecordId.stream().map(Write::recordId).toList());
        Map<String, Row> known = existing.known(only(WriteAttempt::isOneWay), ours);
        Map<String, List<LinkCandidate>> like = existing.like(
                only(write ->
                        isNew(write) && !ours.containsKey(write.recordId()) && !known.containsKey(write.recordId())),
                locksMatches);
        Map<String, ReadRecord> changed = whole.lock(keysOfUpdates());
        for (Write write : writes) {
            Optional<Row> row = Optional.ofNullable(ours.get(write.recordId()));
            Optional<Row> byKey = Optional.ofNullable(known.get(write.recordId()));
            List<LinkCandidate> alike = like.getOrDefault(write.recordId(), List.of());
            switch (write.operation()) {
                case DELETE -> delete(write, row.or(() -> byKey));
                case CREATE -> create(write, row, alike);
                case UPDATE -> change(write, rowOf(write, changed));
                case UPSERT -> upsert(write, row, byKey, alike);
            }
        }
        statements.send(session);
        nameInserted();
        show();
        return outcomes;
    }

    private List<Write> only(Predicate<Write> which) {
        return writes.stream().filter(which).toList();
    }

    private static boolean isOneWay(Write write) {
        return write.operation() == Operation.UPSERT || write.operation() == Operation.DELETE;
    }

    private static boolean isNew(Write write) {
        return write.operation() == Operation.UPSERT || write.operation() == Operation.CREATE;
    }

    private static Optional<ReadRecord> rowOf(Write update, Map<String, ReadRecord> rows) {
        return update.externalId().flatMap(key -> Optional.ofNullable(rows.get(key)));
    }

    private List<String> keysOfUpdates() {
        return only(write -> write.operation() == Operation.UPDATE).stream()
                .flatMap(write -> write.externalId().stream())
                .toList();
    }

    /** A row that is marked as deleted is not there, so that its mark is taken away. */
    private void create(Write write, Optional<Row> row, List<LinkCandidate> like) {
        if (row.isPresent() && (row.get().deleted() || write.inDoubt())) {
            update(write, row.get());
        } else if (row.isPresent()) {
            met.put(write.recordId(), row.get().key());
        } else if (like.isEmpty()) {
            insert(write);
        } else {
            meet(write, like);
        }
    }

    private void meet(Write write, List<LinkCandidate> like) {
        try {
            LinkCandidate candidate = LinkCandidate.toMeet(write, like, errors.met(write));
            requireKey(write, candidate);
            met.put(write.recordId(), candidate.externalId());
        } catch (ConnectorException e) {
            outcomes.put(write.recordId(), new Refused(e));
        }
    }

    private void change(Write write, Optional<ReadRecord> found) {
        if (found.isEmpty()) {
            outcomes.put(write.recordId(), new Gone(Optional.empty()));
            return;
        }
        ReadRecord row = found.get();
        if (!write.held().expected().test(row)) {
            outcomes.put(write.recordId(), new Stale(row));
            return;
        }
        statements.change(write, row.externalId());
        settle(write, new Written(Optional.of(keyAfter(write, row)), Effect.UPDATED));
    }

    /** The key of the row after the update, which may write the key itself. */
    private String keyAfter(Write write, ReadRecord row) {
        return Optional.ofNullable(write.content().get(sql.key().name()))
                .map(Write::text)
                .orElse(row.externalId());
    }

    private void delete(Write write, Optional<Row> found) {
        Optional<Row> row = found.filter(one -> !one.deleted());
        row.ifPresent(one -> statements.delete(one.key()));
        settle(
                write,
                row.map(one -> new Written(Optional.of(one.key()), Effect.DELETED))
                        .orElseGet(() -> new Written(write.externalId(), Effect.ABSENT)));
    }

    private void upsert(Write write, Optional<Row> row, Optional<Row> byKey, List<LinkCandidate> like)
            throws SQLException {
        if (row.isPresent()) {
            update(write, row.get());
        } else if (byKey.isPresent()) {
            link(write, new LinkCandidate(byKey.get().key(), Optional.empty()), Effect.UPDATED);
        } else if (like.isEmpty()) {
            insert(write);
        } else {
            linkLike(write, like);
        }
    }

    private void update(Write write, Row row) {
        statements.update(write);
        settle(write, new Written(Optional.of(row.key()), row.deleted() ? Effect.CREATED : Effect.UPDATED));
    }

    private void insert(Write write) {
        statements.insert(write);
        inserted.add(write.recordId());
    }

    private void linkLike(Write write, List<LinkCandidate> like) throws SQLException {
        try {
            link(write, toLink(write, like), Effect.LINKED);
        } catch (ConnectorException e) {
            outcomes.put(write.recordId(), new Refused(e));
        }
    }

    private LinkCandidate toLink(Write write, List<LinkCandidate> like) {
        LinkCandidate candidate = LinkCandidate.toLink(write, like, errors.matched(write));
        requireKey(write, candidate);
        return candidate;
    }

    private static void requireKey(Write write, LinkCandidate candidate) {
        if (candidate.externalId().isEmpty()) {
            throw ConnectorException.refused(
                    "NO_KEY",
                    ("%s matches a row, but cannot be linked to it, because the table has no primary key of one"
                                    + " column. Create one, then retry.")
                            .formatted(write));
        }
    }

    private void link(Write write, LinkCandidate candidate, Effect effect) throws SQLException {
        boolean linked = session.update(statements.link(write, candidate.externalId())) == 1;
        outcomes.put(
                write.recordId(),
                linked
                        ? new Written(Optional.of(candidate.externalId()), effect)
                        : new Refused(errors.vanished(write)));
    }

    /** Reads back the keys of inserted rows, which the database may have generated. */
    private void nameInserted() throws SQLException {
        if (inserted.isEmpty()) {
            return;
        }
        Map<String, Row> rows = existing.ours(inserted);
        for (String recordId : inserted) {
            Optional<String> key = Optional.ofNullable(rows.get(recordId)).map(Row::key);
            outcomes.put(recordId, new Written(key, Effect.CREATED));
        }
    }

    /** Reads the rows of creates and updates as they are now: the database may have cut or converted a value. */
    private void show() throws SQLException {
        Map<String, String> keys = new HashMap<>(met);
        only(write -> !isOneWay(write))
                .forEach(write ->
                        written(write).flatMap(Written::externalId).ifPresent(key -> keys.put(write.recordId(), key)));
        Map<String, ReadRecord> rows = whole.lock(keys.values());
        for (Write write : writes) {
            Optional.ofNullable(keys.get(write.recordId()))
                    .ifPresent(key -> show(write, Optional.ofNullable(rows.get(key))));
        }
    }

    private void show(Write write, Optional<ReadRecord> row) {
        outcomes.put(
                write.recordId(),
                written(write)
                        .<Outcome>map(one -> new Written(one.externalId(), one.effect(), row))
                        .or(() -> row.map(Linked::new))
                        .orElseGet(() -> new Refused(errors.vanished(write))));
    }

    private Optional<Written> written(Write write) {
        return outcomes.get(write.recordId()) instanceof Written one ? Optional.of(one) : Optional.empty();
    }

    private void settle(Write write, Written written) {
        outcomes.put(write.recordId(), written);
    }
}
