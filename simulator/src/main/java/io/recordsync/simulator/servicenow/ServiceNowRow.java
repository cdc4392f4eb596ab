package io.recordsync.simulator.servicenow;

import io.recordsync.simulator.servicenow.ServiceNowSchema.Table;
import java.util.Map;

/**
 * One record as a query reads it.
 *
 * @param table its own table, which may extend the table of the query
 * @param values all columns that are not empty, including {@code sys_id} and times
 * @param tables the tables with the records that it references
 */
record ServiceNowRow(Table table, Map<String, String> values, ServiceNowTables tables) {

    /** The value of a column, or with dots that of a referenced record; empty if there is none. */
    String value(String field) {
        int dot = field.indexOf('.');
        return dot < 0 ? values.getOrDefault(field, "") : referred(field.substring(0, dot), field.substring(dot + 1));
    }

    /** The display value; for a reference, the name of the referenced record. */
    String display(String field) {
        return table.column(field).filter(ServiceNowSchema.Column::isReference).isPresent()
                ? referred(field, "name")
                : value(field);
    }

    boolean isHidden() {
        return value(ServiceNowSchema.CONFIDENTIAL).equals("true");
    }

    private String referred(String reference, String field) {
        return table.column(reference)
                .flatMap(column -> tables.find(column.flag(), value(reference)))
                .map(row -> row.value(field))
                .orElse("");
    }
}
