package io.recordsync.connectors.servicenow;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ObjectSchema;
import io.recordsync.connectors.ObjectSchema.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The columns of a table, including those of the tables that it extends, from {@code sys_db_object} and
 * {@code sys_dictionary}.
 */
final class ServiceNowFields {

    private static final String TABLES = "sys_db_object";
    private static final String COLUMNS = "sys_dictionary";
    private static final int MAX_TABLES = 6;
    private static final int MAX_COLUMNS = 5_000;

    private static final List<String> ASKED = List.of(
            "name", "element", "column_label", "internal_type", "max_length", "mandatory", "read_only", "unique");

    private final ServiceNowApi api;

    ServiceNowFields(ServiceNowApi api) {
        this.api = api;
    }

    /** @throws ConnectorException permanently, when the table does not exist or the dictionary may not be read */
    ObjectSchema describe(String table, CallScope scope) {
        List<String> tables = lineage(EncodedQuery.requireColumn(table), scope);
        List<JsonNode> rows = columns(tables, scope);
        Map<String, Field> fields = new LinkedHashMap<>();
        for (String each : tables) {
            rows.stream()
                    .filter(row -> text(row, "name").equals(each))
                    .forEach(row -> fields.putIfAbsent(text(row, "element"), field(row)));
        }
        if (fields.isEmpty()) {
            throw unreadable(table);
        }
        return new ObjectSchema(table, true, List.copyOf(fields.values()));
    }

    /** The table and the tables that it extends, the nearest first. */
    private List<String> lineage(String table, CallScope scope) {
        List<String> steps = Stream.iterate("name", step -> "super_class." + step)
                .limit(MAX_TABLES)
                .toList();
        List<JsonNode> rows = rows(TABLES, EncodedQuery.equal("name", table), steps, scope).stream()
                .filter(row -> text(row, "name").equals(table))
                .toList();
        if (rows.size() != 1) {
            throw unreadable(table);
        }
        return steps.stream()
                .map(step -> text(rows.getFirst(), step))
                .filter(EncodedQuery::isColumn)
                .toList();
    }

    private List<JsonNode> columns(List<String> tables, CallScope scope) {
        String ofTables = EncodedQuery.anyOf(tables.stream()
                        .map(one -> EncodedQuery.equal("name", one))
                        .toList())
                .getFirst();
        String query = EncodedQuery.and(ofTables, "elementISNOTEMPTY", "active=true", "ORDERBYelement");
        return rows(COLUMNS, query, ASKED, scope).stream()
                .filter(row -> EncodedQuery.isColumn(text(row, "element")))
                .toList();
    }

    private List<JsonNode> rows(String table, String query, List<String> columns, CallScope scope) {
        return ServiceNowApi.rows(api.list(table, query, columns, MAX_COLUMNS, scope));
    }

    private static Field field(JsonNode row) {
        String name = text(row, "element");
        return new Field(
                name,
                text(row, "column_label"),
                text(row, "internal_type"),
                isTrue(row, "mandatory"),
                !isTrue(row, "read_only") && !name.startsWith("sys_"),
                isTrue(row, "unique"),
                length(text(row, "max_length")));
    }

    private static boolean isTrue(JsonNode row, String column) {
        return text(row, column).equals("true");
    }

    private static OptionalInt length(String digits) {
        return digits.matches("[1-9][0-9]{0,8}") ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    }

    private static String text(JsonNode row, String column) {
        return row.path(column).asString("");
    }

    private ConnectorException unreadable(String table) {
        return ConnectorException.refused(
                "NOT_DESCRIBED",
                ("%s does not describe the table %s. It does not exist, or the user may not read"
                                + " sys_db_object and sys_dictionary.")
                        .formatted(api.system(), table));
    }
}
