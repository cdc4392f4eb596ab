package io.recordsync.benchmarks.reading;

import io.recordsync.connectors.database.DatabaseSettings;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the tables of both sides have in common. */
final class BenchTables {

    private BenchTables() {}

    static DatabaseSettings settings(String url) {
        return DatabaseSettings.of(url, "", "");
    }

    static long rows(JdbcClient sql, String table) {
        return sql.sql("select count(*) from " + table).query(Long.class).single();
    }

    /** The number of rows that have the phone number of an edit. */
    static long edited(JdbcClient sql, String table, int round) {
        return sql.sql("select count(*) from %s where phone >= :from and phone < :until".formatted(table))
                .param("from", phone(round))
                .param("until", phone(round + 1))
                .query(Long.class)
                .single();
    }

    private static String phone(int round) {
        return String.format(Locale.ROOT, "+1415%d", 2_000_000 + round * 10_000);
    }
}
