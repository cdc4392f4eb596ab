package io.recordsync.devstack.demo.twoway;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The table {@code users} of an SQLite file. Other programs may change it at the same time. */
final class UsersTable implements Side {

    private static final String SYSTEM = "sqlite";
    private static final String TABLE = "users";

    /** The busy timeout lets recordsync and people write at the same time. */
    private static final String OPTIONS = "?busy_timeout=10000&journal_mode=WAL";

    private static final List<String> STRUCTURE = List.of("""
            create table if not exists users (
                id integer primary key,
                name text,
                email text,
                phone text,
                status text,
                updated_at text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
                recordsync_id text unique)""", """
            create index if not exists users_changes on users (updated_at, id)""", """
            create trigger if not exists users_changed after update of name, email, phone, status on users
            when new.updated_at is old.updated_at
            begin
                update users set updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now') where id = new.id;
            end""");

    private final String url;
    private final Path file;
    private final JdbcClient sql;

    private UsersTable(Path file) {
        this.file = file;
        this.url = "jdbc:sqlite:" + file;
        this.sql = JdbcClient.create(new DriverManagerDataSource(url + OPTIONS));
    }

    /** Opens the file, which is made if it is not there. */
    static UsersTable in(Path file) {
        UsersTable table = new UsersTable(file);
        STRUCTURE.forEach(statement -> table.sql.sql(statement).update());
        return table;
    }

    Path file() {
        return file;
    }

    /** The settings with which recordsync uses the file. */
    Map<String, String> settings() {
        return Map.of("SQLITE_URL", url);
    }

    @Override
    public String system() {
        return SYSTEM;
    }

    @Override
    public String object() {
        return TABLE;
    }

    @Override
    public List<Contact> contacts() {
        return sql.sql("select * from users order by id")
                .query((row, n) -> of(row))
                .list();
    }

    @Override
    public Optional<Contact> contact(String id) {
        return sql.sql("select * from users where id = :id")
                .param("id", Long.valueOf(id))
                .query((row, n) -> of(row))
                .optional();
    }

    @Override
    public Contact make(Map<Field, String> values) {
        String id = sql.sql("insert into users (name, email, phone, status)"
                        + " values (:name, :email, :phone, :status) returning id")
                .params(named(values))
                .query((row, n) -> row.getString("id"))
                .single();
        return new Contact(id, values);
    }

    private static Map<String, String> named(Map<Field, String> values) {
        Map<String, String> named = new HashMap<>();
        for (Field field : Field.values()) {
            named.put(field.path(), values.get(field));
        }
        return named;
    }

    @Override
    public void set(String id, Field field, String value) {
        sql.sql("update users set %s = :value where id = :id".formatted(field.path()))
                .param("value", value)
                .param("id", Long.valueOf(id))
                .update();
    }

    private static Contact of(ResultSet row) throws SQLException {
        Map<Field, String> values = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            values.put(field, Objects.requireNonNullElse(row.getString(field.path()), ""));
        }
        return new Contact(row.getString("id"), values);
    }
}
