package io.recordsync.benchmarks.reading;

import io.recordsync.benchmarks.harness.BenchEnvironment;
import io.recordsync.connectors.database.DatabaseSettings;
import io.recordsync.connectors.database.ExampleTable;
import java.util.Locale;
import java.util.Objects;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The database that gets the rows, beside the ledger in the same PostgreSQL. Each program has a table of its own. */
public final class CopyDatabase {

    private final PGSimpleDataSource source = new PGSimpleDataSource();
    private final JdbcClient sql;

    private CopyDatabase(String url) {
        source.setUrl(url);
        sql = JdbcClient.create(source);
    }

    /** Makes the database and the table that recordsync writes. */
    public static CopyDatabase make(BenchEnvironment site) {
        CopyDatabase copy = new CopyDatabase(site.servers()
                .database()
                .orElseThrow(() -> new IllegalStateException("the bench needs its own PostgreSQL"))
                .another("copies"));
        copy.sql.sql(ExampleTable.sql(copy.settings())).update();
        return copy;
    }

    DatabaseSettings settings() {
        return DatabaseSettings.of(
                String.format(
                        Locale.ROOT,
                        "jdbc:postgresql://%s:%d/%s",
                        source.getServerNames()[0],
                        source.getPortNumbers()[0],
                        source.getDatabaseName()),
                Objects.requireNonNullElse(source.getUser(), ""),
                Objects.requireNonNullElse(source.getPassword(), ""));
    }

    /** The address in the form that most programs take. It contains the password. */
    String address() {
        return String.format(
                Locale.ROOT,
                "postgresql://%s:%s@%s:%d/%s?sslmode=disable",
                source.getUser(),
                source.getPassword(),
                source.getServerNames()[0],
                source.getPortNumbers()[0],
                source.getDatabaseName());
    }

    long rows(String table) {
        return BenchTables.rows(sql, table);
    }

    long edited(String table, int round) {
        return BenchTables.edited(sql, table, round);
    }
}
