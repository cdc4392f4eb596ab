package io.recordsync.connectors.database;

import io.recordsync.connectors.ConnectorException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The definitions of tables as the database describes them. A definition is cached from its first use until the table
 * turns out to have changed.
 */
final class Tables {

    private final DatabaseSettings settings;
    private final Dialect dialect;
    private final Map<String, TableDefinition> known = new ConcurrentHashMap<>();

    Tables(DatabaseSettings settings) {
        this.settings = settings;
        this.dialect = settings.dialect();
    }

    private TableDefinition table(String object, Collection<String> columns, Connection connection)
            throws SQLException {
        TableDefinition cached = known.get(object);
        boolean fits = cached != null
                && columns.stream().allMatch(name -> cached.find(name).isPresent());
        return cached != null && fits ? cached : describe(object, connection);
    }

    /** Asks the database, even if the definition is cached. */
    TableDefinition describe(String object, Connection connection) throws SQLException {
        TableDefinition table = find(object, connection).orElseThrow(() -> unknown(object));
        known.put(object, table);
        return table;
    }

    Optional<TableDefinition> find(String object, Connection connection) throws SQLException {
        TableName name = dialect.located(TableName.parse(object), connection);
        List<Column> columns = columns(name, connection.getMetaData());
        return columns.isEmpty()
                ? Optional.empty()
                : Optional.of(new TableDefinition(
                        object,
                        dialect.quoted(name),
                        columns,
                        primaryKey(name, connection.getMetaData()),
                        unique(name, columns, connection.getMetaData())));
    }

    /** Work with the statements for one table. */
    @FunctionalInterface
    interface Work<T> {
        T on(TableSql sql) throws SQLException;
    }

    /**
     * Forgets the table's definition if the work fails, because the cause may be that the table has changed.
     *
     * @param columns the columns that are needed; if the cached definition lacks one, the table is described again
     * @throws ConnectorException if the table does not exist, or lacks a required column
     */
    <T> T with(String object, Collection<String> columns, Connection connection, Work<T> work) throws SQLException {
        try {
            return work.on(new TableSql(table(object, columns, connection), dialect, settings));
        } catch (SQLException | ConnectorException e) {
            forget(object);
            throw e;
        }
    }

    /** Has the table described again when it is used next. */
    void forget(String object) {
        known.remove(object);
    }

    private List<Column> columns(TableName name, DatabaseMetaData database) throws SQLException {
        List<Column> columns = new ArrayList<>();
        String escape = database.getSearchStringEscape();
        String table = escaped(name.name(), escape);
        String schema = dialect.isSchemaCatalog()
                ? null
                : name.schema().map(text -> escaped(text, escape)).orElse(null);
        try (ResultSet rows = database.getColumns(catalog(name), schema, table, null)) {
            while (rows.next()) {
                if (name.name().equals(rows.getString("TABLE_NAME"))) {
                    columns.add(column(rows));
                }
            }
        }
        return columns;
    }

    private static Column column(ResultSet row) throws SQLException {
        boolean counted = "YES".equals(row.getString("IS_AUTOINCREMENT"));
        return new Column(
                text(row, "COLUMN_NAME"),
                Optional.ofNullable(row.getString("REMARKS"))
                        .filter(remark -> !remark.isBlank())
                        .orElse(text(row, "COLUMN_NAME")),
                row.getInt("DATA_TYPE"),
                text(row, "TYPE_NAME"),
                row.getInt("COLUMN_SIZE"),
                row.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls,
                counted || row.getString("COLUMN_DEF") != null,
                "YES".equals(row.getString("IS_GENERATEDCOLUMN")));
    }

    private List<String> primaryKey(TableName name, DatabaseMetaData database) throws SQLException {
        Map<Integer, String> columns = new TreeMap<>();
        try (ResultSet rows = database.getPrimaryKeys(catalog(name), schema(name), name.name())) {
            while (rows.next()) {
                columns.put(rows.getInt("KEY_SEQ"), text(rows, "COLUMN_NAME"));
            }
        }
        return List.copyOf(columns.values());
    }

    /** A partial index does not make a column unique. */
    private Set<String> unique(TableName name, List<Column> columns, DatabaseMetaData database) throws SQLException {
        Map<String, List<String>> indexes = new LinkedHashMap<>();
        try (ResultSet rows = database.getIndexInfo(catalog(name), schema(name), name.name(), true, true)) {
            while (rows.next()) {
                if (rows.getString("INDEX_NAME") != null && rows.getString("FILTER_CONDITION") == null) {
                    indexes.computeIfAbsent(text(rows, "INDEX_NAME"), index -> new ArrayList<>())
                            .add(Objects.requireNonNullElse(rows.getString("COLUMN_NAME"), ""));
                }
            }
        }
        Set<String> alone = new HashSet<>();
        indexes.values().stream().filter(indexed -> indexed.size() == 1).forEach(alone::addAll);
        return columns.stream()
                .map(Column::name)
                .filter(column -> alone.contains(column) || alone.contains(asIndexed(column)))
                .collect(Collectors.toSet());
    }

    /** PostgreSQL's driver returns the columns of an index as quoted text, without the outer quotes. */
    private String asIndexed(String column) {
        return dialect.quoted(column).replaceAll("^\"+|\"+$", "");
    }

    private @Nullable String catalog(TableName name) {
        return dialect.isSchemaCatalog() ? name.schema().orElse(null) : null;
    }

    private @Nullable String schema(TableName name) {
        return dialect.isSchemaCatalog() ? null : name.schema().orElse(null);
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "");
    }

    private static String escaped(String name, String escape) {
        return name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
    }

    private static ConnectorException unknown(String object) {
        return ConnectorException.refused(
                "UNKNOWN_TABLE",
                ("The database has no table %s, or its user may not see it. Names are case-sensitive. Correct the"
                                + " rule or create the table, then retry.")
                        .formatted(object));
    }
}
