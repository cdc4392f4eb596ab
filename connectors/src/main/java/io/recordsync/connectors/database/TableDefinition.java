package io.recordsync.connectors.database;

import io.recordsync.connectors.ConnectorException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table as the database describes it.
 *
 * @param object the name that rules use
 * @param sql its quoted name
 * @param primaryKey the columns of its primary key, in order
 * @param unique the columns that have a unique index of their own
 */
record TableDefinition(String object, String sql, List<Column> columns, List<String> primaryKey, Set<String> unique) {

    TableDefinition {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        unique = Set.copyOf(unique);
    }

    Optional<Column> find(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** @throws ConnectorException if the table has no such column */
    Column column(String name) {
        return find(name).orElseThrow(() -> unknownColumn(name));
    }

    /** @throws ConnectorException if the table lacks one of them */
    List<Column> columns(List<String> names) {
        return names.stream().map(this::column).toList();
    }

    /** The column that identifies a row: the primary key, if that is a single column. */
    Optional<Column> key() {
        return primaryKey.size() == 1 ? find(primaryKey.getFirst()) : Optional.empty();
    }

    private ConnectorException unknownColumn(String name) {
        return ConnectorException.refused(
                "UNKNOWN_COLUMN",
                ("The table %s has no column %s, or the database user may not see it. Correct the rule or the"
                                + " table, then retry.")
                        .formatted(object, name));
    }
}
