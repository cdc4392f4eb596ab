package io.recordsync.worker.reading;

import io.recordsync.postgres.PrivatePostgres;
import io.recordsync.store.Store;
import io.recordsync.store.ledger.RecordKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A ledger that rounds share, and what time does to it. */
record ModelLedger(Store store, JdbcClient database, PrivatePostgres server) implements AutoCloseable {

    static ModelLedger start() {
        try {
            PrivatePostgres server = PrivatePostgres.start();
            JdbcClient.create(server.dataSource()).sql("create database model").update();
            // One thread plays all rounds; a new connection for each statement would take most of the time.
            SingleConnectionDataSource database = new SingleConnectionDataSource(server.url("model"), true);
            return new ModelLedger(Store.open(database), JdbcClient.create(database), server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Doubts of records whose ids begin so hold nothing back any more. */
    void endDoubts(String prefix) {
        database.sql("""
                        update delivery set in_doubt_until = clock_timestamp() - interval '1 second'
                        where record_id like :prefix || '%' and in_doubt_until > clock_timestamp()
                        """).param("prefix", prefix).update();
    }

    /** What a call to this delivery may still do is done. */
    void endDoubtOf(RecordKey key, String system) {
        database.sql("""
                        update delivery set in_doubt_until = clock_timestamp() - interval '1 second'
                        where tenant = :tenant and entity = :entity and record_id = :record and system = :system
                          and in_doubt_until > clock_timestamp()
                        """)
                .param("tenant", key.tenant())
                .param("entity", key.entity())
                .param("record", key.recordId())
                .param("system", system)
                .update();
    }

    /** Attempts that a round has left behind hold nothing of another round back. */
    void forgetAttempts() {
        database.sql("""
                        update delivery
                        set lease_owner = null, lease_until = null, in_doubt = false, in_doubt_until = null
                        where lease_owner is not null or in_doubt
                        """).update();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
