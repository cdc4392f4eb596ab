package io.recordsync.connectors.database;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Refused;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one transaction to one table. All rows are written together. If one is refused, all are rolled back and
 * each is written alone, so that one bad row affects only itself. Rows are written in the order of their record ids, so
 * that two transactions cannot deadlock.
 */
final class RowWriter {

    private final Session session;
    private final TableSql sql;
    private final DatabaseErrors errors;

    RowWriter(Session session, TableSql sql, DatabaseErrors errors) {
        this.session = session;
        this.sql = sql;
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
            return new Round(writes).carryOut();
        } catch (SQLException failure) {
            if (!errors.isOfARow(failure)) {
                throw failure;
            }
            session.undo(before);
            return writes.size() > 1 ? eachAlone(writes) : alone(writes.getFirst(), failure, again);
        }
    }

    private Map<String, Outcome> eachAlone(List<Write> writes) throws SQLException {
        Map<String, Outcome> outcomes = new HashMap<>();
        for (Write write : writes) {
            outcomes.putAll(together(List.of(write), true));
        }
        return outcomes;
    }

    private Map<String, Outcome> alone(Write write, SQLException failure, boolean again) throws SQLException {
        if (!errors.isDuplicate(failure)) {
            return Map.of(write.recordId(), new Refused(errors.reason(failure, write.toString())));
        }
        return again
                ? together(List.of(write), false)
                : Map.of(write.recordId(), new Refused(duplicate(write, errors.reason(failure, write.toString()))));
    }

    /** Adds the name of the conflicting row to the refusal, if the rule's match finds it. */
    private ConnectorException duplicate(Write write, ConnectorException refused) throws SQLException {
        List<LinkCandidate> others = like(List.of(write)).getOrDefault(write.recordId(), List.of()).stream()
                .filter(one -> !one.recordId().equals(Optional.of(write.recordId())))
                .toList();
        try {
            return LinkCandidate.toLink(write, others, refused).unlinkable(refused);
        } catch (ConnectorException reason) {
            return reason;
        }
    }

    private Map<String, List<LinkCandidate>> like(List<Write> writes) throws SQLException {
        List<Write> matched =
                writes.stream().filter(write -> write.match().isPresent()).toList();
        Map<String, List<LinkCandidate>> found = new HashMap<>();
        if (matched.isEmpty()) {
            return found;
        }
        List<Like> rows = session.query(sql.like(matched), Like::of);
        if (rows.size() == Session.MOST_ROWS && matched.size() > 1) {
            throw ConnectorException.refused(
                    "MATCHES",
                    "The rule's match fits thousands of rows of " + sql.table().object() + ".");
        }
        rows.forEach(row -> found.computeIfAbsent(matched.get(row.index()).recordId(), id -> new ArrayList<>())
                .add(row.existing()));
        return found;
    }

    /** A row that exists. */
    private record Row(String key, Optional<String> recordId, boolean deleted) {

        static Row of(ResultSet row) throws SQLException {
            return new Row(
                    Objects.requireNonNullElse(row.getString(1), ""),
                    Optional.ofNullable(row.getString(2)),
                    row.getInt(3) == 1);
        }
    }

    private record Like(int index, LinkCandidate existing) {

        static Like of(ResultSet row) throws SQLException {
            String key = Objects.requireNonNullElse(row.getString(2), "");
            return new Like(row.getInt(1), new LinkCandidate(key, Optional.ofNullable(row.getString(3))));
        }
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

    /** One attempt to make some writes. */
    private final class Round {

        private final List<Write> writes;
        private final Statements deletes = new Statements();
        private final Statements updates = new Statements();
        private final Statements inserts = new Statements();
        private final List<String> inserted = new ArrayList<>();
        private final Map<String, Outcome> outcomes = new HashMap<>();

        Round(List<Write> writes) {
            this.writes = writes;
        }

        Map<String, Outcome> carryOut() throws SQLException {
            Map<String, Row> there = ours(writes.stream().map(Write::recordId).toList());
            Map<String, Row> known = known(there);
            Map<String, List<LinkCandidate>> like = like(writes.stream()
                    .filter(write -> write.operation() == Operation.UPSERT)
                    .filter(write -> !there.containsKey(write.recordId()) && !known.containsKey(write.recordId()))
                    .toList());
            for (Write write : writes) {
                Optional<Row> row = Optional.ofNullable(there.get(write.recordId()));
                Optional<Row> byKey = Optional.ofNullable(known.get(write.recordId()));
                switch (write.operation()) {
                    case DELETE -> delete(write, row.or(() -> byKey));
                    case UPSERT -> upsert(write, row, byKey, like.getOrDefault(write.recordId(), List.of()));
                }
            }
            deletes.send(session);
            updates.send(session);
            inserts.send(session);
            nameInserted();
            return outcomes;
        }

        private void delete(Write write, Optional<Row> there) {
            Optional<Row> row = there.filter(one -> !one.deleted());
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
            } catch (ConnectorException refused) {
                outcomes.put(write.recordId(), new Refused(refused));
            }
        }

        private LinkCandidate toLink(Write write, List<LinkCandidate> like) {
            LinkCandidate existing = LinkCandidate.toLink(write, like, ambiguous(write));
            if (existing.externalId().isEmpty()) {
                throw ConnectorException.refused(
                        "NO_KEY",
                        "%s matches a row, but the table has no primary key of one column to link it by: give it one, then retry."
                                .formatted(write));
            }
            return existing;
        }

        private static ConnectorException ambiguous(Write write) {
            return ConnectorException.refused("MATCHES", "database holds rows that %s matches.".formatted(write));
        }

        private void link(Write write, LinkCandidate existing, Effect effect) throws SQLException {
            List<String> columns = columns(write);
            List<@Nullable Object> values = values(write, columns, write.recordId());
            values.add(sql.value(sql.key(), existing.externalId()));
            boolean linked = session.update(new Sql(sql.link(columns), values)) == 1;
            outcomes.put(
                    write.recordId(),
                    linked
                            ? new Written(Optional.of(existing.externalId()), effect)
                            : new Refused(LinkCandidate.vanished(DatabaseConnector.SYSTEM, write)));
        }

        /** The rows that carry these record ids, by record id. */
        private Map<String, Row> ours(List<String> recordIds) throws SQLException {
            Map<String, Row> rows = new HashMap<>();
            session.query(sql.ours(recordIds), Row::of)
                    .forEach(row -> row.recordId().ifPresent(id -> rows.put(id, row)));
            return rows;
        }

        /** The rows that are not linked and whose key the ledger has stored, by record id. */
        private Map<String, Row> known(Map<String, Row> there) throws SQLException {
            Map<String, String> keys = new LinkedHashMap<>();
            writes.stream()
                    .filter(write -> !there.containsKey(write.recordId()))
                    .forEach(write -> write.externalId().ifPresent(key -> keys.put(key, write.recordId())));
            Map<String, Row> rows = new HashMap<>();
            if (keys.isEmpty() || sql.key().equals(sql.recordId())) {
                return rows;
            }
            for (Row row : session.query(sql.keyed(List.copyOf(keys.keySet())), Row::of)) {
                String recordId = keys.get(row.key());
                if (recordId != null && row.recordId().isEmpty() && !row.deleted()) {
                    rows.put(recordId, row);
                }
            }
            return rows;
        }

        /** Reads back the keys of inserted rows, which the database may have generated. */
        private void nameInserted() throws SQLException {
            if (inserted.isEmpty()) {
                return;
            }
            Map<String, Row> rows = ours(inserted);
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
            columns.forEach(name -> values.add(
                    sql.value(sql.table().column(name), write.content().get(name))));
            values.add(sql.value(sql.recordId(), recordId));
            return values;
        }
    }
}
