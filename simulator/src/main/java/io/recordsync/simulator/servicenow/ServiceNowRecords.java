package io.recordsync.simulator.servicenow;

import io.recordsync.simulator.faults.Faults;
import io.recordsync.simulator.servicenow.ServiceNowSchema.Column;
import io.recordsync.simulator.servicenow.ServiceNowSchema.Table;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * ServiceNow's handling of one record: ignores unknown columns, and applies the instance's rules. There is no upsert.
 * Must be called atomically.
 */
final class ServiceNowRecords {

    private static final Pattern EMAIL_ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+");

    private final CrmStore store;
    private final Faults faults;
    private final ServiceNowTables tables;
    private volatile boolean plainCreates;

    ServiceNowRecords(CrmStore store, Faults faults, ServiceNowTables tables) {
        this.store = store;
        this.faults = faults;
        this.tables = tables;
    }

    void plainCreates(boolean on) {
        plainCreates = on;
    }

    StoredObject create(Table table, JsonNode body, Arrival arrival) {
        Map<String, String> values = values(writable(table), body);
        check(table, null, values, arrival);
        return store.create(table.name(), values, arrival);
    }

    StoredObject update(Table table, String id, JsonNode body, Arrival arrival) {
        StoredObject object = visible(table, id);
        Table own = ServiceNowSchema.table(object.type()).orElse(table);
        Map<String, String> values = values(own, body);
        check(own, object, values, arrival);
        return store.update(object, values, arrival);
    }

    void delete(Table table, String id, Arrival arrival) {
        store.delete(visible(table, id), arrival);
    }

    private StoredObject visible(Table table, String id) {
        return tables.object(writable(table).name(), id)
                .filter(object -> !tables.row(object).isHidden())
                .orElseThrow(ServiceNowRefusal::notFound);
    }

    private static Table writable(Table table) {
        if (table.isVirtual()) {
            throw new ServiceNowRefusal(
                    403, "Operation Failed", "ACL Exception: write of " + table.name() + " is not allowed");
        }
        return table;
    }

    private static Map<String, String> values(Table table, JsonNode body) {
        if (!body.isObject()) {
            throw ServiceNowRefusal.noJson();
        }
        Map<String, String> values = new LinkedHashMap<>();
        body.properties().forEach(entry -> {
            if (table.column(entry.getKey()).filter(Column::isWritable).isPresent()) {
                values.put(entry.getKey(), text(entry.getValue()));
            }
        });
        return values;
    }

    private static String text(JsonNode value) {
        return value.isNull() || value.isContainer() ? "" : value.asString();
    }

    private void check(Table table, @Nullable StoredObject object, Map<String, String> values, Arrival arrival) {
        try {
            checkEmail(table, values);
            checkRefused(table, object, values);
            checkMandatory(table, object, values);
            checkUnique(table, object, values);
        } catch (ServiceNowRefusal e) {
            store.refuse(table.name(), object, values, e.text(), arrival);
            throw e;
        }
    }

    private static void checkEmail(Table table, Map<String, String> values) {
        String email = values.getOrDefault(ServiceNowSchema.EMAIL, "");
        if (!email.isEmpty() && !EMAIL_ADDRESS.matcher(email).matches()) {
            throw ServiceNowRefusal.aborted(table.name(), "Validate email");
        }
    }

    private void checkRefused(Table table, @Nullable StoredObject object, Map<String, String> values) {
        if (faults.refuses(after(ServiceNowSchema.RECORD_ID, object, values))) {
            throw ServiceNowRefusal.aborted(table.name(), "Validate record");
        }
    }

    private static void checkMandatory(Table table, @Nullable StoredObject object, Map<String, String> values) {
        for (Column column : table.columns()) {
            if (column.flag().equals("m")
                    && after(column.name(), object, values).isEmpty()) {
                throw ServiceNowRefusal.mandatory(column.label());
            }
        }
    }

    private void checkUnique(Table table, @Nullable StoredObject object, Map<String, String> values) {
        String recordId = values.getOrDefault(ServiceNowSchema.RECORD_ID, "");
        boolean taken = store.having(table.name(), ServiceNowSchema.RECORD_ID, recordId).stream()
                .anyMatch(other -> object == null || !other.id().equals(object.id()));
        if (taken && !plainCreates) {
            throw ServiceNowRefusal.duplicate(table.name(), ServiceNowSchema.RECORD_ID, recordId);
        }
    }

    private static String after(String column, @Nullable StoredObject object, Map<String, String> values) {
        return values.getOrDefault(column, object == null ? "" : object.field(column));
    }
}
