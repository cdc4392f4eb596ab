package io.recordsync.store;

import io.recordsync.store.sql.Statements;
import io.recordsync.store.sql.Transactions;
import io.recordsync.store.status.DeliveryPages;
import io.recordsync.store.status.LedgerReader;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Counts the pages of 8 KB that queries to the ledger read from tables and indexes, as PostgreSQL reports them. */
final class PagesRead implements AutoCloseable {

    private final SingleConnectionDataSource connection;
    private final JdbcClient jdbc;

    PagesRead(String url) {
        connection = new SingleConnectionDataSource(url, true);
        jdbc = JdbcClient.create(connection);
    }

    DeliveryPages lists() {
        return new DeliveryPages(new Statements(connection));
    }

    LedgerReader ledger() {
        return new LedgerReader(new Statements(connection), new Transactions(connection));
    }

    /** @param question a query through {@link #lists} or {@link #ledger}, whose connection is the one that counts */
    long by(Runnable question) {
        long before = soFar();
        question.run();
        return soFar() - before;
    }

    private long soFar() {
        jdbc.sql("select pg_stat_force_next_flush()::text").query(String.class).optional();
        return jdbc.sql("""
                select sum(heap_blks_read + heap_blks_hit + coalesce(idx_blks_read + idx_blks_hit, 0))
                from pg_statio_user_tables
                """).query(Long.class).single();
    }

    @Override
    public void close() {
        connection.destroy();
    }
}
