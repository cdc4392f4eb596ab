package io.recordsync.benchmarks.harness;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.recordsync.store.Store;
import io.recordsync.store.status.Outcomes;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the ledger. */
public final class Ledger implements AutoCloseable {

    private final HikariDataSource connections;
    private final Store store;
    private final JdbcClient sql;

    private Ledger(HikariDataSource connections) {
        this.connections = connections;
        this.store = Store.open(connections);
        this.sql = JdbcClient.create(connections);
    }

    /** Opens the ledger and creates its tables, so that no process under test has to. */
    static Ledger open(String jdbcUrl) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(jdbcUrl);
        pool.setMaximumPoolSize(4);
        return new Ledger(new HikariDataSource(pool));
    }

    public Store store() {
        return store;
    }

    /** The number of deliveries whose newest revision is settled. Reads the whole table. */
    public long settledDeliveries() {
        return count("select count(*) from delivery where settled_revision > 0 and settled_revision >= due_revision");
    }

    /** Whether everything that was accepted is settled. */
    public boolean isQuiet() {
        return store.backlog().unsettled().total() == 0;
    }

    /** Adds up the outcomes of all changes. Takes seconds if there are many changes. */
    public Outcomes outcomes() {
        return store.ledger().outcomes();
    }

    public Optional<Instant> firstAcceptedSince(Instant begin) {
        return time("select min(accepted_at) from change where accepted_at >= :begin", begin);
    }

    public Optional<Instant> lastSettledSince(Instant begin) {
        return time("select max(settled_at) from delivery where settled_at >= :begin", begin);
    }

    private Optional<Instant> time(String query, Instant begin) {
        return sql.sql(query)
                .param("begin", Timestamp.from(begin))
                .query((row, n) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    /**
     * The number of deliveries settled in each ten seconds since the beginning, without the last, incomplete interval.
     */
    public List<Long> settledByTenSeconds(Instant begin, Instant end) {
        return sql.sql("""
                select count(settled_at) as settled
                from generate_series(:begin::timestamptz, :end::timestamptz - interval '10 s', interval '10 s')
                     as window_start
                left join delivery on settled_at >= window_start and settled_at < window_start + interval '10 s'
                group by window_start order by window_start
                """)
                .param("begin", Timestamp.from(begin))
                .param("end", Timestamp.from(end))
                .query((row, n) -> row.getLong("settled"))
                .list();
    }

    /** The size of the database on disk, in bytes. */
    public long bytes() {
        return count("select pg_database_size(current_database())");
    }

    public String serverVersion() {
        return sql.sql("show server_version").query(String.class).single();
    }

    private long count(String query) {
        return sql.sql(query).query(Long.class).single();
    }

    @Override
    public void close() {
        connections.close();
    }
}
