package io.recordsync.simulator.servicenow;

import io.recordsync.simulator.servicenow.ServiceNowSchema.Table;
import java.util.Map;

/**
 * One record as a query sees it.
 *
 * @param table its own table, which may extend the one that was asked
 * @param values all columns that are not empty, {@code sys_id} and times among them
 * @param tables where the records are found that it refers to
 */
record Row(Table table, Map<String, String> values, ServiceNowTables tables) {

    /** The value of a column, or by dots that of a record that it refers to; empty where there is none. */
    String value(String field) {
        int dot = field.indexOf('.');
        return dot < 0 ? values.getOrDefault(field, "") : referred(field.substring(0, dot), field.substring(dot + 1));
    }

    /** What people see: of a reference the name of the record that it leads to. */
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
