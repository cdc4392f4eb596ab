package io.recordsync.store;

import io.recordsync.store.RecordStatus.Delivery;
import io.recordsync.store.RecordStatus.LoggedChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Answers questions about the ledger; writes nothing, and shows no record's content. */
public final class LedgerReader {

    private static final int MOST_CHANGES = 100;
    private static final String THIS_RECORD = "tenant = :tenant and entity = :entity and record_id = :recordId";

    private final Statements statements;

    LedgerReader(Statements statements) {
        this.statements = statements;
    }

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

    /** How many events had which fate. */
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

    /** How many deliveries stand where, by system and state. */
    public Map<String, Map<DeliveryState, Long>> deliveriesBySystem() {
        Map<String, Map<DeliveryState, Long>> counts = new TreeMap<>();
        statements
                .forMany("select system, state, count(*) as deliveries from delivery group by system, state")
                .query(row -> {
                    counts.computeIfAbsent(row.getString("system"), system -> new TreeMap<>())
                            .put(DeliveryState.of(row.getString("state")), row.getLong("deliveries"));
                });
        return counts;
    }

    /** The door through which the newest change of a record came in. */
    public Optional<String> newestDoor(RecordKey key) {
        return of(
                        key,
                        "select door from change where " + THIS_RECORD
                                + " order by accepted_at desc, revision desc limit 1")
                .query(String.class)
                .optional();
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
                        Cells.error(row),
                        Cells.time(row, "next_attempt_at"),
                        Cells.time(row, "settled_at")))
                .list();
    }

    private List<LoggedChange> changes(RecordKey key) {
        return of(
                        key,
                        "select * from change_outcome where " + THIS_RECORD
                                + " order by accepted_at desc, revision desc limit " + MOST_CHANGES)
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
        return Keys.one(statements, sql, key);
    }
}
