package io.recordsync.worker.reading;

import io.recordsync.postgres.PrivatePostgres;
import io.recordsync.store.Store;
import io.recordsync.store.ledger.RecordKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
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

    /** A round begins with nothing that was read before. */
    void forgetRows() {
        for (String table : List.of(
                "counterpart", "conflict", "read_again", "run_gone", "held_delete", "run", "reader", "match_key")) {
            database.sql("delete from " + table).update();
        }
    }

    /** The system's first read has ended, and its next run reads what has changed. */
    void beLive(String system) {
        database.sql("""
                        insert into reader (tenant, system, entity, state, changes_cursor, deletes_cursor)
                        values ('default', :system, 'contact', 'live', :beginning, :beginning)
                        """)
                .param("system", system)
                .param("beginning", ModelSystem.position(Instant.EPOCH).text())
                .update();
    }

    /** Rows that are to be read again are due now. */
    void makeDue() {
        database.sql("update read_again set next_at = clock_timestamp() - interval '1 second'")
                .update();
    }

    /** Nothing has happened for long in the runs that are under way. */
    void abandonRuns() {
        database.sql("update run set touched_at = touched_at - interval '1 hour' where status = 'running'")
                .update();
    }

    /** How many deletes are held of rows that count as gone although nobody has deleted their records. */
    int heldButGone(String system) {
        return database.sql("""
                        select count(*) from held_delete as h
                        join counterpart as c using (tenant, system, entity, external_id)
                        join image as i on i.tenant = c.tenant and i.entity = c.entity and i.record_id = c.record_id
                        where h.system = :system and c.gone_at is not null and i.deleted_by is null
                        """).param("system", system).query(Integer.class).single();
    }

    /** Whether runs have left rows for which their system is to be asked. */
    boolean hasStaged(String system) {
        return database.sql("select exists (select from run_gone as g join run as r on r.id = g.run_id"
                        + " where r.system = :system)")
                .param("system", system)
                .query(Boolean.class)
                .single();
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
