package io.recordsync.connectors.database;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Refused;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.connectors.database.ExistingRows.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt to make some writes of a transaction together. */
final class WriteAttempt {

    private final Session session;
    private final TableSql sql;
    private final DatabaseErrors errors;
    private final ExistingRows existing;
    private final List<Write> writes;
    private final Statements deletes = new Statements();
    private final Statements updates = new Statements();
    private final Statements inserts = new Statements();
    private final List<String> inserted = new ArrayList<>();
    private final Map<String, Outcome> outcomes = new HashMap<>();

    WriteAttempt(Session session, TableSql sql, DatabaseErrors errors, ExistingRows existing, List<Write> writes) {
        this.session = session;
        this.errors = errors;
        this.sql = sql;
        this.existing = existing;
        this.writes = writes;
    }

    Map<String, Outcome> run() throws SQLException {
        Map<String, Row> ours =
                existing.ours(writes.stream().map(Write::recordId).toList());
        Map<String, Row> known = existing.known(writes, ours);
        Map<String, List<LinkCandidate>> like = existing.like(writes.stream()
                .filter(write -> write.operation() == Operation.UPSERT)
                .filter(write -> !ours.containsKey(write.recordId()) && !known.containsKey(write.recordId()))
                .toList());
        for (Write write : writes) {
            Optional<Row> row = Optional.ofNullable(ours.get(write.recordId()));
            Optional<Row> byKey = Optional.ofNullable(known.get(write.recordId()));
            switch (write.operation()) {
                case DELETE -> delete(write, row.or(() -> byKey));
                case CREATE, UPDATE -> throw ConnectorException.unsupported("A database", "be read");
                case UPSERT -> upsert(write, row, byKey, like.getOrDefault(write.recordId(), List.of()));
            }
        }
        deletes.send(session);
        updates.send(session);
        inserts.send(session);
        nameInserted();
        return outcomes;
    }

    private void delete(Write write, Optional<Row> found) {
        Optional<Row> row = found.filter(one -> !one.deleted());
        row.ifPresent(one -> deletes.add(sql.delete(), List.of(sql.value(sql.key(), one.key()))));
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
        List<String> columns = columns(write);
        updates.add(sql.update(columns), values(write, columns, write.recordId()));
        settle(write, new Written(Optional.of(row.key()), row.deleted() ? Effect.CREATED : Effect.UPDATED));
    }

    private void insert(Write write) {
        List<String> columns = columns(write);
        inserts.add(sql.insert(columns), values(write, columns, write.recordId()));
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
        if (candidate.externalId().isEmpty()) {
            throw ConnectorException.refused(
                    "NO_KEY",
                    ("%s matches a row, but cannot be linked to it, because the table has no primary key of one"
                                    + " column. Create one, then retry.")
                            .formatted(write));
        }
        return candidate;
    }

    private void link(Write write, LinkCandidate candidate, Effect effect) throws SQLException {
        List<String> columns = columns(write);
        List<@Nullable Object> values = values(write, columns, write.recordId());
        values.add(sql.value(sql.key(), candidate.externalId()));
        boolean linked = session.update(new Sql(sql.link(columns), values)) == 1;
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

    private void settle(Write write, Written written) {
        outcomes.put(write.recordId(), written);
    }

    private List<String> columns(Write write) {
        return write.content().keySet().stream()
                .filter(name -> !name.equals(sql.recordId().name()))
                .sorted()
                .toList();
    }

    private List<@Nullable Object> values(Write write, List<String> columns, String recordId) {
        List<@Nullable Object> values = new ArrayList<>();
        columns.forEach(name ->
                values.add(sql.value(sql.table().column(name), write.content().get(name))));
        values.add(sql.value(sql.recordId(), recordId));
        return values;
    }

    /** Statements with the same text, and their values. */
    private static final class Statements {

        private final Map<String, List<List<@Nullable Object>>> byText = new LinkedHashMap<>();

        void add(String text, List<@Nullable Object> values) {
            byText.computeIfAbsent(text, form -> new ArrayList<>()).add(values);
        }

        void send(Session session) throws SQLException {
            for (Map.Entry<String, List<List<@Nullable Object>>> form : byText.entrySet()) {
                session.batch(form.getKey(), form.getValue());
            }
        }
    }
}
