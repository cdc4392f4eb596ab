package io.recordsync.connectors.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.SystemUnderTest;
import io.recordsync.connectors.TestedSystem;
import io.recordsync.simulator.store.StoredObject;
import io.recordsync.simulator.vendor.Simulator;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A table that is made anew for each test, in a real database, and a connector to it. */
final class TestDatabase implements TestedSystem {

    static final Duration TIMEOUT = Duration.ofSeconds(8);

    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String url;
    private final Names names;
    private final Dialect dialect;
    private final Connection direct;
    private final CountingPool pool;
    private final Connector connector;

    /** @param url with the user in it */
    TestDatabase(String url, Names names) {
        this(url, names, settings(url, names));
    }

    /** @param settings the connector's, which may take another way to the same database */
    TestDatabase(String url, Names names, DatabaseSettings settings) {
        this.url = url;
        this.names = names;
        this.dialect = settings.dialect();
        this.direct = connect();
        makeTable();
        this.pool = new CountingPool(ConnectionTransactions.pool(settings));
        this.connector = new DatabaseConnector(SystemUnderTest.SYSTEM, settings, pool);
    }

    static DatabaseSettings settings(String url, Names names) {
        boolean postgreSql = url.startsWith("jdbc:postgresql:");
        String user = postgreSql ? "postgres" : url.startsWith("jdbc:sqlite:") ? "" : "root";
        String password = postgreSql ? Servers.postgreSqlPassword() : "";
        return new DatabaseSettings(
                url, user, password, names.recordId(), names.modified(), names.deleted(), 3, TIMEOUT);
    }

    @Override
    public Connector connector() {
        return connector;
    }

    @Override
    public List<StoredObject> all() {
        return rows(names.deleted().isEmpty() ? "" : " where " + there());
    }

    @Override
    public List<StoredObject> having(String field, String value) {
        return all().stream().filter(row -> row.field(field).equals(value)).toList();
    }

    @Override
    public List<StoredObject> create(List<Map<String, String>> contacts) {
        Instant now = Instant.now();
        List<StoredObject> created = new ArrayList<>();
        for (Map<String, String> contact : contacts) {
            List<String> before = rows("").stream().map(StoredObject::id).toList();
            Map<String, String> fields = new HashMap<>(contact);
            fields.put(names.modified(), text(now));
            List<String> columns = List.copyOf(fields.keySet());
            execute(
                    "insert into %s (%s) values (%s)"
                            .formatted(
                                    table(),
                                    String.join(
                                            ", ",
                                            columns.stream()
                                                    .map(dialect::quoted)
                                                    .toList()),
                                    String.join(
                                            ", ",
                                            columns.stream().map(name -> "?").toList())),
                    columns.stream().map(fields::get).toList());
            rows("").stream().filter(row -> !before.contains(row.id())).forEach(created::add);
        }
        return created;
    }

    @Override
    public void update(StoredObject contact, Map<String, String> changes) {
        Map<String, String> fields = new HashMap<>(changes);
        fields.putIfAbsent(names.modified(), text(Instant.now()));
        fields.forEach((name, value) -> execute(
                "update %s set %s = ? where %s = ?"
                        .formatted(table(), dialect.quoted(name), dialect.quoted(names.id())),
                List.of(value, contact.id())));
    }

    @Override
    public void delete(StoredObject contact) {
        execute("delete from %s where %s = ?".formatted(table(), dialect.quoted(names.id())), List.of(contact.id()));
    }

    @Override
    public long creates(String recordId) {
        return query("select count(*) from test_creates where record_id = ?", recordId);
    }

    @Override
    public long calls() {
        return pool.connections.get();
    }

    /** Nobody can set the clock, but the times of rows are data: all happened so much earlier. */
    @Override
    public boolean pass(Duration time) {
        List<String> columns =
                names.deleted().isEmpty() ? List.of(names.modified()) : List.of(names.modified(), names.deleted());
        for (String column : columns) {
            for (StoredObject row : rows("")) {
                ColumnTimes.parse(row.field(column))
                        .ifPresent(then -> execute(
                                "update %s set %s = ? where %s = ?"
                                        .formatted(table(), dialect.quoted(column), dialect.quoted(names.id())),
                                List.of(text(then.minus(time)), row.id())));
            }
        }
        return true;
    }

    @Override
    public String pages() {
        return "";
    }

    @Override
    public Optional<Simulator> simulator() {
        return Optional.empty();
    }

    @Override
    public void close() {
        connector.close();
        try {
            direct.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    DatabaseSettings settingsOf() {
        return settings(url, names);
    }

    String table() {
        return dialect.quoted(TableName.parse(names.object()));
    }

    /** Another connection to the same database, with all rights. */
    Connection connect() {
        try {
            Connection connection = DriverManager.getConnection(url + user());
            if (!dialect.initSql(TIMEOUT).isEmpty()) {
                connection.createStatement().execute(dialect.initSql(TIMEOUT));
            }
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) {
        execute(sql, List.of());
    }

    private String user() {
        DatabaseSettings user = settings(url, names);
        return user.username().isEmpty()
                ? ""
                : "?user=" + user.username() + "&password=" + user.password()
                        + (dialect instanceof PostgreSql ? "&stringtype=unspecified" : "");
    }

    private void makeTable() {
        execute("drop table if exists test_creates");
        execute("drop table if exists " + table());
        execute("create table test_creates (record_id varchar(255))");
        execute(("create table %s (%s %s, %s %s unique, %s varchar(300) unique, %s text, %s text, %s %s%s, phone"
                        + " varchar(50), constraint %s check (%s like '%%@%%'))")
                .formatted(
                        table(),
                        dialect.quoted(names.id()),
                        dialect.keyType(),
                        dialect.quoted(names.recordId()),
                        dialect.recordIdType(),
                        dialect.quoted(names.email()),
                        dialect.quoted(names.name()),
                        dialect.quoted(names.title()),
                        dialect.quoted(names.modified()),
                        dialect.modifiedType(),
                        deletedColumn(),
                        dialect.quoted(names.email() + "_form"),
                        dialect.quoted(names.email())));
        makeJournal();
    }

    private String deletedColumn() {
        return names.deleted().isEmpty()
                ? ""
                : ", %s %s null".formatted(dialect.quoted(names.deleted()), deletedType());
    }

    private String deletedType() {
        return names.deleted().startsWith("is_") ? "boolean" : "timestamp";
    }

    private String there() {
        String column = dialect.quoted(names.deleted());
        return deletedType().equals("boolean") ? "coalesce(%s, false) = false".formatted(column) : column + " is null";
    }

    private void makeJournal() {
        String insert = "insert into test_creates values (new.%s)".formatted(dialect.quoted(names.recordId()));
        if (dialect instanceof PostgreSql) {
            execute(("create or replace function note_create() returns trigger language plpgsql as $$ begin %s;"
                            + " return null; end $$")
                    .formatted(insert));
            execute("create trigger note after insert on %s for each row execute function note_create()"
                    .formatted(table()));
            return;
        }
        execute("drop trigger if exists note");
        if (dialect instanceof Sqlite) {
            execute("create trigger note after insert on %s begin %s; end".formatted(table(), insert));
        } else {
            execute("create trigger note after insert on %s for each row %s".formatted(table(), insert));
        }
    }

    private List<StoredObject> rows(String where) {
        try (ResultSet rows = direct.createStatement().executeQuery("select * from " + table() + where)) {
            List<StoredObject> objects = new ArrayList<>();
            while (rows.next()) {
                objects.add(object(rows));
            }
            return objects;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private StoredObject object(ResultSet row) throws SQLException {
        Map<String, String> fields = new HashMap<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            String value = row.getString(i);
            if (value != null) {
                fields.put(row.getMetaData().getColumnLabel(i), value);
            }
        }
        Instant modified = Optional.ofNullable(fields.get(names.modified()))
                .flatMap(ColumnTimes::parse)
                .orElse(Instant.EPOCH);
        return new StoredObject(names.object(), fields.get(names.id()), fields, modified, modified);
    }

    private String text(Instant time) {
        return dialect instanceof Sqlite
                ? MILLISECONDS.format(time)
                : dialect.bound(modified(), time).toString();
    }

    private Column modified() {
        return new Column(names.modified(), "", java.sql.Types.TIMESTAMP, "timestamp", 0, true, true, false);
    }

    void execute(String sql, List<String> values) {
        try (PreparedStatement statement = direct.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setString(i + 1, values.get(i));
            }
            statement.execute();
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    long query(String sql, String value) {
        try (PreparedStatement statement = direct.prepareStatement(sql)) {
            statement.setString(1, value);
            ResultSet rows = statement.executeQuery();
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** One transaction is one connection that was asked for. */
    private static final class CountingPool extends HikariDataSource {

        private final AtomicLong connections = new AtomicLong();

        CountingPool(HikariConfig config) {
            super(config);
        }

        @Override
        public Connection getConnection() throws SQLException {
            connections.incrementAndGet();
            return super.getConnection();
        }
    }
}
