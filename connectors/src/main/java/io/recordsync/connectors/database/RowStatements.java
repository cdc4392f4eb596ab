package io.recordsync.connectors.database;

import io.recordsync.connectors.Write;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statements of some writes, which are sent together: first the deletes, then the updates, then the inserts. Those
 * with the same text are one batch.
 */
final class RowStatements {

    private final TableSql sql;
    private final Map<String, List<List<@Nullable Object>>> deletes = new LinkedHashMap<>();
    private final Map<String, List<List<@Nullable Object>>> updates = new LinkedHashMap<>();
    private final Map<String, List<List<@Nullable Object>>> inserts = new LinkedHashMap<>();

    RowStatements(TableSql sql) {
        this.sql = sql;
    }

    void delete(String key) {
        add(deletes, sql.delete(), List.of(sql.value(sql.key(), key)));
    }

    /** Updates the row that carries the write's record id, and takes away its mark as deleted. */
    void update(Write write) {
        List<String> columns = columns(write);
        add(updates, sql.update(columns), valuesAndRecordId(write, columns));
    }

    /** Updates the row with this key. */
    void change(Write write, String key) {
        List<String> columns = columns(write);
        boolean withRecordId = !write.held().carriesRecordId();
        List<@Nullable Object> values = withRecordId ? valuesAndRecordId(write, columns) : values(write, columns);
        values.add(sql.value(sql.key(), key));
        add(updates, sql.change(columns, withRecordId), values);
    }

    void insert(Write write) {
        List<String> columns = columns(write);
        add(inserts, sql.insert(columns), valuesAndRecordId(write, columns));
    }

    /** Updates the row with this key, if it carries no record id yet. */
    Sql link(Write write, String key) {
        List<String> columns = columns(write);
        List<@Nullable Object> values = valuesAndRecordId(write, columns);
        values.add(sql.value(sql.key(), key));
        return new Sql(sql.link(columns), values);
    }

    void send(Session session) throws SQLException {
        for (Map<String, List<List<@Nullable Object>>> kind : List.of(deletes, updates, inserts)) {
            for (Map.Entry<String, List<List<@Nullable Object>>> form : kind.entrySet()) {
                session.batch(form.getKey(), form.getValue());
            }
        }
    }

    private static void add(
            Map<String, List<List<@Nullable Object>>> kind, String text, List<@Nullable Object> values) {
        kind.computeIfAbsent(text, form -> new ArrayList<>()).add(values);
    }

    private List<String> columns(Write write) {
        return write.content().keySet().stream()
                .filter(name -> !name.equals(sql.recordId().name()))
                .sorted()
                .toList();
    }

    private List<@Nullable Object> valuesAndRecordId(Write write, List<String> columns) {
        List<@Nullable Object> values = values(write, columns);
        values.add(sql.value(sql.recordId(), write.recordId()));
        return values;
    }

    private List<@Nullable Object> values(Write write, List<String> columns) {
        List<@Nullable Object> values = new ArrayList<>();
        columns.forEach(name ->
                values.add(sql.value(sql.table().column(name), write.content().get(name))));
        return values;
    }
}
