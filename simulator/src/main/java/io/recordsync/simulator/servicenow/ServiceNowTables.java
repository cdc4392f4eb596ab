package io.recordsync.simulator.servicenow;

import io.recordsync.simulator.servicenow.ServiceNowSchema.Column;
import io.recordsync.simulator.servicenow.ServiceNowSchema.Table;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.Effect;
import io.recordsync.simulator.store.JournalEntry;
import io.recordsync.simulator.store.StoredObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Uniform access to all tables: the stored ones, and the dictionary and the log of deletes, which are derived from the
 * schema and the journal.
 */
final class ServiceNowTables {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final CrmStore store;

    ServiceNowTables(CrmStore store) {
        this.store = store;
    }

    /** The records of a table and of the tables that extend it. */
    Stream<ServiceNowRow> rows(Table table) {
        return switch (table.name()) {
            case ServiceNowSchema.TABLES -> ServiceNowSchema.tables().stream().map(each -> row(table, described(each)));
            case ServiceNowSchema.COLUMNS ->
                ServiceNowSchema.tables().stream()
                        .flatMap(each -> each.own().stream().map(column -> row(table, described(each, column))));
            case ServiceNowSchema.DELETES ->
                store.journal().stream()
                        .filter(entry -> entry.effect() == Effect.DELETE)
                        .map(entry -> row(table, deleted(entry)));
            default ->
                ServiceNowSchema.withExtensions(table.name()).stream()
                        .flatMap(type -> store.all(type).stream())
                        .map(this::row);
        };
    }

    Optional<ServiceNowRow> find(String table, String id) {
        return ServiceNowSchema.table(table).filter(Table::isVirtual).isPresent()
                ? ServiceNowSchema.table(table).stream()
                        .flatMap(this::rows)
                        .filter(row -> row.value(ServiceNowSchema.SYS_ID).equals(id))
                        .findFirst()
                : object(table, id).map(this::row);
    }

    Optional<StoredObject> object(String table, String id) {
        return ServiceNowSchema.withExtensions(table).stream()
                .flatMap(type -> store.byId(type, id).stream())
                .findFirst();
    }

    ServiceNowRow row(StoredObject object) {
        Map<String, String> values = new HashMap<>(object.fields());
        values.putAll(system(object.id(), object.created(), object.modified()));
        values.put(ServiceNowSchema.CLASS, object.type());
        return row(ServiceNowSchema.table(object.type()).orElseThrow(), values);
    }

    private ServiceNowRow row(Table table, Map<String, String> values) {
        return new ServiceNowRow(table, values, this);
    }

    private static Map<String, String> described(Table table) {
        Map<String, String> values = system(ServiceNowSchema.id(table.name()), Instant.EPOCH, Instant.EPOCH);
        values.put("name", table.name());
        values.put("label", table.name().replace('_', ' '));
        values.put("super_class", table.parent().isEmpty() ? "" : ServiceNowSchema.id(table.parent()));
        return values;
    }

    private static Map<String, String> described(Table table, Column column) {
        Map<String, String> values =
                system(ServiceNowSchema.id(table.name() + "." + column.name()), Instant.EPOCH, Instant.EPOCH);
        values.put("name", table.name());
        values.put("element", column.name());
        values.put("column_label", column.label());
        values.put("internal_type", column.type());
        values.put("max_length", String.valueOf(column.length()));
        values.put("mandatory", String.valueOf(column.flag().equals("m")));
        values.put("read_only", String.valueOf(!column.isWritable()));
        values.put("unique", String.valueOf(column.flag().equals("u")));
        values.put("active", "true");
        return values;
    }

    private static Map<String, String> deleted(JournalEntry entry) {
        Map<String, String> values =
                system(ServiceNowSchema.id("delete " + entry.sequence()), entry.time(), entry.time());
        values.put("tablename", entry.type());
        values.put("documentkey", Objects.requireNonNull(entry.id(), "a delete must name a record"));
        return values;
    }

    private static Map<String, String> system(String id, Instant created, Instant modified) {
        return new HashMap<>(Map.of(
                ServiceNowSchema.SYS_ID, id,
                ServiceNowSchema.CREATED, TIME.format(created),
                ServiceNowSchema.UPDATED, TIME.format(modified)));
    }
}
