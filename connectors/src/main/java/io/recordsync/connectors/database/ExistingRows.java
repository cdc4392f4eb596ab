package io.recordsync.connectors.database;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.LinkCandidate;
import io.recordsync.connectors.Write;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the rows of a table that writes may belong to. */
final class ExistingRows {

    private final Session session;
    private final TableSql sql;

    ExistingRows(Session session, TableSql sql) {
        this.session = session;
        this.sql = sql;
    }

    /** A row that exists. */
    record Row(String key, Optional<String> recordId, boolean deleted) {}

    private record Like(int index, LinkCandidate candidate) {}

    private Row row(ResultSet row) throws SQLException {
        return new Row(key(row.getString(1)), recordId(row.getString(2)), row.getInt(3) == 1);
    }

    private Like alike(ResultSet row) throws SQLException {
        return new Like(row.getInt(1), new LinkCandidate(key(row.getString(2)), recordId(row.getString(3))));
    }

    private String key(@Nullable String value) {
        return Objects.requireNonNullElse(sql.unpadded(sql.key(), value), "");
    }

    private Optional<String> recordId(@Nullable String value) {
        return Optional.ofNullable(sql.unpadded(sql.recordId(), value));
    }

    /** The rows that carry these record ids, by record id. */
    Map<String, Row> ours(List<String> recordIds) throws SQLException {
        Map<String, Row> rows = new HashMap<>();
        if (recordIds.isEmpty()) {
            return rows;
        }
        session.query(sql.ours(recordIds), this::row)
                .forEach(row -> row.recordId().ifPresent(id -> rows.put(id, row)));
        return rows;
    }

    /** The rows that are not linked and whose key the ledger has stored, by record id. */
    Map<String, Row> known(List<Write> writes, Map<String, Row> ours) throws SQLException {
        Map<String, String> keys = new LinkedHashMap<>();
        writes.stream()
                .filter(write -> !ours.containsKey(write.recordId()))
                .forEach(write -> write.externalId().ifPresent(key -> keys.put(key(key), write.recordId())));
        Map<String, Row> rows = new HashMap<>();
        if (keys.isEmpty() || sql.key().equals(sql.recordId())) {
            return rows;
        }
        for (Row row : session.query(sql.keyed(List.copyOf(keys.keySet())), this::row)) {
            String recordId = keys.get(row.key());
            if (recordId != null && row.recordId().isEmpty() && !row.deleted()) {
                rows.put(recordId, row);
            }
        }
        return rows;
    }

    /**
     * The rows that match the writes by their rules, by record id.
     *
     * @param locked whether the rows are locked until the transaction ends; only those of a single write can be
     * @throws ConnectorException if more rows match than one query returns
     */
    Map<String, List<LinkCandidate>> like(List<Write> writes, boolean locked) throws SQLException {
        List<Write> matched =
                writes.stream().filter(write -> write.match().isPresent()).toList();
        Map<String, List<LinkCandidate>> found = new HashMap<>();
        if (matched.isEmpty()) {
            return found;
        }
        List<Like> rows = session.query(sql.like(matched, locked), this::alike);
        if (rows.size() == Session.MAX_ROWS && matched.size() > 1) {
            throw ConnectorException.refused(
                    "MATCHES",
                    "The rule's match finds thousands of rows of " + sql.table().object() + ".");
        }
        rows.forEach(row -> found.computeIfAbsent(matched.get(row.index()).recordId(), id -> new ArrayList<>())
                .add(row.candidate()));
        return found;
    }
}
