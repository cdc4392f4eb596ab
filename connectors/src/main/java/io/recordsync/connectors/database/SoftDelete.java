package io.recordsync.connectors.database;

import io.recordsync.connectors.ConnectorException;
import java.util.Optional;

/**
 * How a row is marked as deleted.
 *
 * @param time the column, if it holds the time of the delete
 * @param isDeleted the condition for deleted rows
 * @param isThere the condition for rows that are not deleted
 * @param mark the assignment that marks a row as deleted
 * @param clear the assignment that restores a row
 */
record SoftDelete(Column column, Optional<Column> time, String isDeleted, String isThere, String mark, String clear) {

    /** @throws ConnectorException if a column of that type cannot mark a row as deleted */
    static SoftDelete of(Column column, TableDefinition table, Dialect dialect) {
        String name = dialect.quoted(column.name());
        return switch (column.kind()) {
            case FLAG -> flag(column, name, dialect, "true", "false");
            case NUMBER -> flag(column, name, dialect, "1", "0");
            case TIME -> time(column, name, dialect);
            case OTHER -> {
                if (dialect.keepsTimesAsText()) {
                    yield time(column, name, dialect);
                }
                throw unfit(column, table);
            }
        };
    }

    private static SoftDelete flag(Column column, String name, Dialect dialect, String yes, String no) {
        return new SoftDelete(
                column,
                Optional.empty(),
                dialect.isSet(name, no),
                dialect.isNotSet(name, no),
                name + " = " + yes,
                name + " = " + no);
    }

    private static SoftDelete time(Column column, String name, Dialect dialect) {
        return new SoftDelete(
                column,
                Optional.of(column),
                dialect.hasTime(name),
                dialect.hasNoTime(name),
                name + " = " + dialect.now(),
                name + " = null");
    }

    private static ConnectorException unfit(Column column, TableDefinition table) {
        return ConnectorException.refused(
                "DELETED_COLUMN",
                ("The column %s of %s cannot mark rows as deleted. Make it a boolean, a number or a time, or set"
                                + " another column.")
                        .formatted(column.name(), table.object()));
    }
}
