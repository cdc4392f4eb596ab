package io.recordsync.connectors.database;

import io.recordsync.connectors.ReadRecord;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds rows of a table by their keys, with their content. Rows that are marked as deleted are not there. */
final class WholeRows {

    private final Session session;
    private final TableSql sql;

    WholeRows(Session session, TableSql sql) {
        this.session = session;
        this.sql = sql;
    }

    /** The rows with these keys and the given fields, by key. */
    Map<String, ReadRecord> find(Collection<String> keys, List<Column> fields) throws SQLException {
        return rows(keys, fields, false);
    }

    /** The rows with these keys and all that they show, by key. They are locked until the transaction ends. */
    Map<String, ReadRecord> lock(Collection<String> keys) throws SQLException {
        List<Column> shown = sql.table().columns().stream()
                .filter(column -> !column.isBinary())
                .toList();
        return rows(keys, shown, true);
    }

    /** Databases compare keys by their own rules for case and blanks, so that the key in the answer decides. */
    private Map<String, ReadRecord> rows(Collection<String> keys, List<Column> fields, boolean locked)
            throws SQLException {
        Set<String> asked = keys.stream().filter(sql::canBeKey).collect(Collectors.toCollection(LinkedHashSet::new));
        Map<String, ReadRecord> found = new LinkedHashMap<>();
        if (asked.isEmpty()) {
            return found;
        }
        RowColumns columns = sql.selecting(sql.modified(), fields);
        for (ReadRecord row : session.query(sql.there(columns, List.copyOf(asked), locked), columns::record)) {
            if (asked.contains(row.externalId())) {
                found.put(row.externalId(), row);
            }
        }
        return found;
    }
}
