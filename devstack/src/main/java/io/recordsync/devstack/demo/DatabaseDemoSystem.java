package io.recordsync.devstack.demo;

import io.recordsync.connectors.database.DatabaseSettings;
import io.recordsync.connectors.database.ExampleTable;
import io.recordsync.devstack.EmbeddedDatabase;
import io.recordsync.simulator.audit.SystemHistory;
import io.recordsync.simulator.quota.Counts;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.Effect;
import io.recordsync.simulator.store.JournalEntry;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.ContactFields;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A customer's own database, beside ours in the demo's PostgreSQL. A trigger records the changes of its table. */
final class DatabaseDemoSystem implements DemoSystem {

    private static final ContactFields FIELDS =
            new ContactFields("first_name", "last_name", "email", "phone", "contact_type", "recordsync_id");

    private final DemoSystemName name;
    private final Map<String, String> settings;
    private final JdbcClient sql;

    DatabaseDemoSystem(DemoSystemName name, EmbeddedDatabase server) {
        this.name = name;
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server.another(database(name)));
        DatabaseSettings account =
                DatabaseSettings.of(address(source), text(source.getUser()), text(source.getPassword()));
        sql = JdbcClient.create(source);
        settings = Map.of(
                setting("URL"), account.url(),
                setting("USERNAME"), account.username(),
                setting("PASSWORD"), account.password());
        if (isEmpty()) {
            makeTables(account);
        }
    }

    /** The database of each system has the system's name. */
    private static String database(DemoSystemName name) {
        return name.isDeclared() ? "customers_" + name.name().replace('-', '_') : "customers";
    }

    /** DATABASE_URL and its like are the ledger's. */
    private String setting(String setting) {
        return name.isDeclared() ? name.setting(setting) : "SYNCED_DATABASE_" + setting;
    }

    private static String address(PGSimpleDataSource source) {
        return String.format(
                Locale.ROOT,
                "jdbc:postgresql://%s:%d/%s",
                source.getServerNames()[0],
                source.getPortNumbers()[0],
                source.getDatabaseName());
    }

    private static String text(@Nullable String part) {
        return Objects.requireNonNullElse(part, "");
    }

    private boolean isEmpty() {
        return sql.sql("select to_regclass(:table) is null")
                .param("table", ExampleTable.NAME)
                .query(Boolean.class)
                .single();
    }

    private void makeTables(DatabaseSettings account) {
        sql.sql(ExampleTable.sql(account)).update();
        ExampleTable.journalSql().forEach(statement -> sql.sql(statement).update());
    }

    @Override
    public String name() {
        return name.name();
    }

    @Override
    public String address() {
        return text(settings.get("SYNCED_DATABASE_URL"));
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public SystemHistory history() {
        return new SystemHistory(
                name(),
                FIELDS,
                sql.sql("select id, to_jsonb(t) as content from customer_contact t order by id")
                        .query((row, n) -> object(row))
                        .list(),
                sql.sql("select * from customer_contact_journal order by sequence")
                        .query((row, n) -> entry(row))
                        .list(),
                counts());
    }

    /** Each written row counts as one call. */
    @Override
    public Counts counts() {
        long writes = sql.sql("select count(*) from customer_contact_journal")
                .query(Long.class)
                .single();
        return new Counts(writes, 0, 0, 0, 0, 0, 0, 0, writes, 0);
    }

    @Override
    public OptionalLong dailyLimit() {
        return OptionalLong.empty();
    }

    /** The database stops with its server. */
    @Override
    public void close() {}

    private static StoredObject object(ResultSet row) throws SQLException {
        return new StoredObject(
                ExampleTable.NAME, row.getString("id"), fields(row.getString("content")), Instant.EPOCH, Instant.EPOCH);
    }

    private static JournalEntry entry(ResultSet row) throws SQLException {
        Map<String, String> content = fields(row.getString("content"));
        return new JournalEntry(
                row.getLong("sequence"),
                row.getTimestamp("time").toInstant(),
                Effect.valueOf(row.getString("effect")),
                Arrival.ANSWERED,
                ExampleTable.NAME,
                row.getString("id"),
                content.getOrDefault(FIELDS.recordId(), ""),
                content.getOrDefault(FIELDS.email(), ""),
                content,
                null);
    }

    private static Map<String, String> fields(String json) {
        Map<String, String> fields = new HashMap<>();
        JsonNode row = JsonMapper.shared().readTree(json);
        row.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                fields.put(field.getKey(), field.getValue().asString());
            }
        });
        return fields;
    }
}
