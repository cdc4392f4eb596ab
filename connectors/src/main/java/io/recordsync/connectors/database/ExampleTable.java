package io.recordsync.connectors.database;

import java.util.ArrayList;
import java.util.List;

/** A table that fits the preset {@code database-only}, for a first setup and for the demo. */
public final class ExampleTable {

    /** The table name in the preset. */
    public static final String NAME = "customer_contact";

    private ExampleTable() {}

    /**
     * The statement that creates the table, in the dialect of the settings' URL. The names of the record id, modified
     * and deleted columns are taken from the settings.
     */
    public static String sql(DatabaseSettings settings) {
        return sql(settings.dialect(), TableName.parse(NAME), settings);
    }

    /**
     * Statements for PostgreSQL that record each insert, update and delete of the example table in the table
     * {@code customer_contact_journal}, in the order of its {@code sequence}. Each entry has the record id and the row
     * as JSON; for a deleted row, its last content.
     */
    public static List<String> journalSql() {
        return List.of("""
                create table customer_contact_journal (
                    sequence bigint generated always as identity primary key,
                    time timestamptz not null default clock_timestamp(),
                    effect text not null,
                    id bigint not null,
                    recordsync_id text,
                    content jsonb not null)""", """
                create function journal_customer_contact() returns trigger language plpgsql as $$
                declare
                    touched customer_contact := case when tg_op = 'DELETE' then old else new end;
                begin
                    insert into customer_contact_journal (effect, id, recordsync_id, content)
                    values (
                        case tg_op when 'INSERT' then 'CREATE' else tg_op end,
                        touched.id, touched.recordsync_id, to_jsonb(touched));
                    return null;
                end $$""", """
                create trigger journal after insert or update or delete on customer_contact
                for each row execute function journal_customer_contact()""");
    }

    static String sql(Dialect dialect, TableName table, DatabaseSettings settings) {
        List<String> columns = new ArrayList<>();
        columns.add("id " + dialect.keyType());
        columns.add("%s %s unique".formatted(dialect.quoted(settings.recordIdColumn()), dialect.recordIdType()));
        columns.addAll(List.of(
                "first_name varchar(255)",
                "last_name varchar(255)",
                "email varchar(320)",
                "phone varchar(50)",
                "contact_type varchar(50)"));
        if (!settings.modifiedColumn().isEmpty()) {
            columns.add(dialect.quoted(settings.modifiedColumn()) + " " + dialect.modifiedType());
        }
        if (!settings.deletedColumn().isEmpty()) {
            columns.add(dialect.quoted(settings.deletedColumn()) + " timestamp null");
        }
        return "create table %s (%s)".formatted(dialect.quoted(table), String.join(", ", columns));
    }
}
