package io.recordsync.simulator.servicenow;

import io.recordsync.simulator.edits.UserInterface;
import io.recordsync.simulator.store.IdSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables and columns of the simulated instance: the standard ones that are used, and the custom ones that
 * recordsync needs.
 */
final class ServiceNowSchema {

    /** The unique custom column that users of recordsync add to their tables. */
    static final String RECORD_ID = "u_recordsync_id";

    static final String EMAIL = "email";
    static final String SYS_ID = "sys_id";
    static final String CREATED = "sys_created_on";
    static final String UPDATED = "sys_updated_on";
    static final String CLASS = "sys_class_name";

    /** An access rule hides records with this column set from the simulated user. */
    static final String CONFIDENTIAL = "u_confidential";

    static final String TABLES = "sys_db_object";
    static final String COLUMNS = "sys_dictionary";
    static final String DELETES = "sys_audit_delete";

    private static final String SYSTEM_COLUMNS = "sys_id:GUID:32:r sys_created_on:glide_date_time:40:r"
            + " sys_updated_on:glide_date_time:40:r sys_class_name:sys_class_name:80:r";

    private static final Map<String, Table> BY_NAME = Stream.of(
                    table(
                            "sys_user",
                            "",
                            "first_name:string:50 last_name:string:50 email:email:100 phone:ph_number:40 "
                                    + "mobile_phone:ph_number:40 home_phone:ph_number:40 title:string:60 "
                                    + "user_name:string:40 department:string:40 street:string:255 city:string:40 "
                                    + "state:string:40 zip:string:40 country:string:3 active:boolean:40 "
                                    + "notes:string:4000 u_confidential:boolean:40"),
                    table(
                            "customer_contact",
                            "sys_user",
                            "account:reference:32:customer_account u_contact_type:string:40 "
                                    + "u_recordsync_id:string:255:u"),
                    table(
                            "customer_account",
                            "",
                            "name:string:80:m phone:ph_number:40 website:url:1024 street:string:255 city:string:50"
                                    + " state:string:40 zip:string:40 country:string:40 notes:string:4000"
                                    + " u_recordsync_id:string:255:u u_confidential:boolean:40"),
                    table(
                            "task",
                            "",
                            "short_description:string:160 description:string:4000 state:integer:40 priority:integer:40 "
                                    + "correlation_id:string:100 correlation_display:string:100 "
                                    + "u_confidential:boolean:40"),
                    table("incident", "task", "caller_id:reference:32:sys_user"),
                    table(TABLES, "", "name:string:80 label:string:80 super_class:reference:32:sys_db_object"),
                    table(
                            COLUMNS,
                            "",
                            "name:string:80 element:string:80 column_label:string:80 internal_type:string:40 "
                                    + "max_length:integer:40 mandatory:boolean:40 read_only:boolean:40 "
                                    + "unique:boolean:40 active:boolean:40"),
                    table(DELETES, "", "tablename:string:80 documentkey:string:32 display_value:string:255"))
            .collect(Collectors.toMap(Table::name, table -> table, (one, other) -> one, LinkedHashMap::new));

    private ServiceNowSchema() {}

    /**
     * One table.
     *
     * @param parent the table that it extends; empty for none
     * @param own the columns that it adds to its parent's
     */
    record Table(String name, String parent, List<Column> own) {

        /** Its own columns and those of all tables that it extends. */
        List<Column> columns() {
            return Stream.concat(own.stream(), table(parent).stream().flatMap(extended -> extended.columns().stream()))
                    .toList();
        }

        Optional<Column> column(String name) {
            return columns().stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst();
        }

        /** Whether it is a system table that cannot be written. */
        boolean isVirtual() {
            return List.of(TABLES, COLUMNS, DELETES).contains(name);
        }
    }

    /**
     * @param flag {@code r} for a column that only the system writes, {@code m} for one that a data policy requires,
     *     {@code u} for a unique one; for a reference, the referenced table
     */
    record Column(String name, String type, int length, String flag) {

        boolean isReference() {
            return type.equals("reference");
        }

        boolean isWritable() {
            return !flag.equals("r");
        }

        boolean isTime() {
            return type.equals("glide_date_time");
        }

        String label() {
            String words = name.replaceFirst("^u_", "").replace('_', ' ');
            return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        }
    }

    /**
     * What a person types.
     *
     * @throws IllegalArgumentException when there is no such table or column
     */
    static Map<String, String> typed(String table, Map<String, String> values) {
        values.keySet().forEach(name -> {
            if (table(table)
                    .flatMap(known -> known.column(name))
                    .filter(Column::isWritable)
                    .isEmpty()) {
                throw UserInterface.unknown(table, name);
            }
        });
        return values;
    }

    static Optional<Table> table(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static List<Table> tables() {
        return List.copyOf(BY_NAME.values());
    }

    /** The table and the tables that extend it: a query of a table also finds the records of those. */
    static List<String> withExtensions(String name) {
        List<String> all = new ArrayList<>(List.of(name));
        BY_NAME.values().stream()
                .filter(table -> table.parent().equals(name))
                .forEach(table -> all.addAll(withExtensions(table.name())));
        return all;
    }

    /** An id derived from a text; the same text always gives the same id. */
    static String id(String text) {
        SplittableRandom random = new SplittableRandom(text.hashCode());
        return digits(random) + digits(random);
    }

    static IdSequence ids() {
        return (type, number) -> id(type).substring(0, 8)
                + digits(new SplittableRandom(number))
                + String.format(Locale.ROOT, "%08x", number);
    }

    private static String digits(SplittableRandom random) {
        return HexFormat.of().toHexDigits(random.nextLong());
    }

    private static Table table(String name, String parent, String columns) {
        String all = parent.isEmpty() ? SYSTEM_COLUMNS + " " + columns : columns;
        return new Table(
                name,
                parent,
                Arrays.stream(all.split(" ")).map(ServiceNowSchema::column).toList());
    }

    private static Column column(String text) {
        String[] parts = text.split(":");
        return new Column(parts[0], parts[1], Integer.parseInt(parts[2]), parts.length > 3 ? parts[3] : "");
    }
}
