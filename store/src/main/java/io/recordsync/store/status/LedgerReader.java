package io.recordsync.store.status;

import io.recordsync.store.delivery.DeliveryError;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.RecordKeySql;
import io.recordsync.store.sql.JdbcValues;
import io.recordsync.store.sql.Statements;
import io.recordsync.store.sql.Transactions;
import io.recordsync.store.status.RecordStatus.Delivery;
import io.recordsync.store.status.RecordStatus.LoggedChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Answers questions about the ledger. It writes nothing, and shows no record content. */
public final class LedgerReader {

    private static final int MAX_CHANGES = 100;
    private static final String THIS_RECORD = "tenant = :tenant and entity = :entity and record_id = :recordId";

    private static final String NEWEST_CHANGES = """
            select c.*
            from (select tenant, entity, record_id, event_key from change
                  where tenant = :tenant and entity = :entity and record_id = :recordId
                  order by accepted_at desc, revision desc limit :most) as newest
            -- The outcome of a change takes several lookups, so it is read only for the changes that are shown.
            cross join lateral (
                select * from change_outcome
                where tenant = newest.tenant and entity = newest.entity and record_id = newest.record_id
                  and event_key = newest.event_key
                offset 0) as c
            order by c.accepted_at desc, c.revision desc
            """;

    private final Statements statements;
    private final Transactions transactions;

    public LedgerReader(Statements statements, Transactions transactions) {
        this.statements = statements;
        this.transactions = transactions;
    }

    /**
     * The number of all events and deliveries.
     *
     * @param deliveries the number of deliveries, by system and state
     */
    public record Counts(Outcomes events, Map<String, Map<DeliveryState, Long>> deliveries) {}

    public Optional<RecordStatus> status(RecordKey key) {
        return of(key, "select revision, deleted_by, changed_at from image where revision > 0 and " + THIS_RECORD)
                .query((row, n) -> new RecordStatus(
                        key,
                        row.getLong("revision"),
                        row.getString("deleted_by") != null,
                        row.getTimestamp("changed_at").toInstant(),
                        deliveries(key),
                        changes(key)))
                .optional();
    }

    /**
     * Counts all events and all deliveries. The database reads whole tables for this.
     *
     * @param most how long the database may take for each statement; then it stops
     * @throws org.springframework.dao.QueryTimeoutException if it took longer
     */
    public Counts counts(Duration most) {
        return transactions.run(() -> {
            statements
                    .forOne("select set_config('statement_timeout', :millis, true)")
                    .param("millis", Long.toString(most.toMillis()))
                    .query(String.class)
                    .single();
            return new Counts(outcomes(), deliveriesBySystem());
        });
    }

    /** The number of events with each outcome. */
    public Outcomes outcomes() {
        Map<String, Long> counts = new TreeMap<>();
        statements.forMany("""
                select outcome, changes as events from outcome_count
                union all select 'repeated', count(*) from change_repeat
                union all select 'deadLettered', count(*) from dead_letter
                """).query(row -> {
            counts.merge(row.getString("outcome"), row.getLong("events"), Long::sum);
        });
        return new Outcomes(
                counts.getOrDefault("applied", 0L),
                counts.getOrDefault("unchanged", 0L),
                counts.getOrDefault("superseded", 0L),
                counts.getOrDefault("repeated", 0L),
                counts.getOrDefault("unrouted", 0L),
                counts.getOrDefault("parked", 0L),
                counts.getOrDefault("skipped", 0L),
                counts.getOrDefault("deadLettered", 0L),
                counts.getOrDefault("pending", 0L));
    }

    /** The message position of the newest change of a record. */
    public Optional<String> newestDoor(RecordKey key) {
        return of(
                        key,
                        "select door from change where " + THIS_RECORD
                                + " order by accepted_at desc, revision desc limit 1")
                .query(String.class)
                .optional();
    }

    private Map<String, Map<DeliveryState, Long>> deliveriesBySystem() {
        Map<String, Map<DeliveryState, Long>> counts = new TreeMap<>();
        statements
                .forMany("select system, state, count(*) as deliveries from delivery group by system, state")
                .query(row -> {
                    counts.computeIfAbsent(row.getString("system"), system -> new TreeMap<>())
                            .put(DeliveryState.of(row.getString("state")), row.getLong("deliveries"));
                });
        return counts;
    }

    private List<Delivery> deliveries(RecordKey key) {
        return of(key, "select * from delivery where " + THIS_RECORD + " order by system")
                .query((row, n) -> new Delivery(
                        row.getString("system"),
                        DeliveryState.of(row.getString("state")),
                        row.getLong("revision"),
                        row.getLong("settled_revision"),
                        row.getLong("due_revision"),
                        Optional.ofNullable(row.getString("external_id")),
                        row.getInt("attempts"),
                        row.getBoolean("in_doubt"),
                        DeliveryError.of(row),
                        JdbcValues.time(row, "next_attempt_at"),
                        JdbcValues.time(row, "settled_at")))
                .list();
    }

    private List<LoggedChange> changes(RecordKey key) {
        return of(key, NEWEST_CHANGES)
                .param("most", MAX_CHANGES)
                .query((row, n) -> new LoggedChange(
                        row.getString("event_key"),
                        row.getString("source"),
                        row.getString("operation"),
                        row.getString("door"),
                        row.getString("verdict"),
                        row.getLong("revision"),
                        row.getTimestamp("accepted_at").toInstant(),
                        Optional.ofNullable(row.getString("outcome"))))
                .list();
    }

    private StatementSpec of(RecordKey key, String sql) {
        return RecordKeySql.one(statements, sql, key);
    }
}
