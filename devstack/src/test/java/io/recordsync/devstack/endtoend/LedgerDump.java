package io.recordsync.devstack.endtoend;

import io.recordsync.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A ledger as text: the version of its schema, the time of the dump, and a {@code copy} statement with the rows of each
 * table. The migrations contain the schema, and nobody changes a migration after its release. Flyway's own table is
 * part of the dump, so that Flyway notices a changed migration.
 */
final class LedgerDump {

    private static final String SCHEMA = "-- schema ";
    private static final String MADE = "-- made ";
    private static final String COPY = "copy ";
    private static final String END = "\\.";

    private static final String COLUMNS = """
            select table_name, column_name
            from information_schema.columns join information_schema.tables using (table_schema, table_name)
            where table_schema = 'public' and table_type = 'BASE TABLE' and data_type like :type
            order by table_name, ordinal_position
            """;

    private LedgerDump() {}

    static String write(DataSource ledger) {
        StringWriter dump = new StringWriter();
        try (Connection connection = ledger.getConnection()) {
            dump.write(SCHEMA + schemaVersion(ledger) + "\n" + MADE + Instant.now() + "\n");
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            for (Map.Entry<String, List<String>> table : columns(ledger, "%").entrySet()) {
                write(copy, "%s (%s)".formatted(table.getKey(), String.join(", ", table.getValue())), dump);
            }
            return dump.toString();
        } catch (SQLException | IOException e) {
            throw new AssertionError("The ledger could not be dumped", e);
        }
    }

    private static void write(CopyManager copy, String table, Writer dump) throws SQLException, IOException {
        dump.write(COPY + table + " from stdin;\n");
        copy.copyOut(COPY + table + " to stdout", dump);
        dump.write(END + "\n");
    }

    private static String schemaVersion(DataSource ledger) {
        return JdbcClient.create(ledger)
                .sql("select version from flyway_schema_history order by installed_rank desc limit 1")
                .query(String.class)
                .single();
    }

    private static Map<String, List<String>> columns(DataSource ledger, String type) {
        Map<String, List<String>> columns = new TreeMap<>();
        JdbcClient.create(ledger).sql(COLUMNS).param("type", type).query(row -> {
            columns.merge(
                    row.getString("table_name"),
                    List.of(row.getString("column_name")),
                    (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
        });
        return columns;
    }

    /**
     * Restores a dump into an empty database with the schema version that it had. Shifts all times, so that they are as
     * long ago as they were at the time of the dump.
     */
    static void restore(String dump, DataSource empty) {
        Map<String, String> heads = dump.lines()
                .takeWhile(line -> line.startsWith("--"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ') + 1),
                        line -> line.substring(line.lastIndexOf(' ') + 1)));
        Flyway.configure(Store.class.getClassLoader())
                .dataSource(empty)
                .target(heads.get(SCHEMA))
                .load()
                .migrate();
        copyIn(dump, empty);
        shiftTimes(empty, Duration.between(Instant.parse(heads.get(MADE)), Instant.now()));
    }

    private static void copyIn(String dump, DataSource ledger) {
        try (Connection connection = ledger.getConnection();
                BufferedReader lines = new BufferedReader(new StringReader(dump))) {
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            JdbcClient.create(ledger)
                    .sql("truncate " + String.join(", ", columns(ledger, "%").keySet()))
                    .update();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(COPY)) {
                    copy.copyIn(line, new StringReader(rows(lines)));
                }
            }
        } catch (SQLException | IOException e) {
            throw new AssertionError("The ledger could not be restored", e);
        }
    }

    private static String rows(BufferedReader lines) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (String row = lines.readLine(); !END.equals(row); row = lines.readLine()) {
            rows.append(row).append('\n');
        }
        return rows.toString();
    }

    private static void shiftTimes(DataSource ledger, Duration age) {
        JdbcClient database = JdbcClient.create(ledger);
        columns(ledger, "timestamp with time zone").forEach((table, columns) -> {
            String shifted = columns.stream()
                    .map("%1$s = %1$s + make_interval(secs => :age)"::formatted)
                    .collect(Collectors.joining(", "));
            database.sql("update %s set %s".formatted(table, shifted))
                    .param("age", age.toSeconds())
                    .update();
        });
    }
}
