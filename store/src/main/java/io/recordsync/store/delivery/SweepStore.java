package io.recordsync.store.delivery;

import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.RecordKeySql;
import io.recordsync.store.sql.JdbcValues;
import io.recordsync.store.sql.Statements;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the records that were not routed or delivered in time, and notes that they were found. */
public final class SweepStore {

    private static final String OVERDUE = """
            -- Excludes a record that changed just now, because it is still in progress, and a record that a sweep has
            -- just found, because its workflow has been signalled.
            (i.changed_at < now() - make_interval(secs => :since)
             and (i.nudged_at is null or i.nudged_at < now() - make_interval(secs => :since)))
            """;

    private static final String NOT_ROUTED = """
            select i.ctid from image i
            where i.routed_revision < i.revision and
            """ + OVERDUE + """
            -- The order is that of the index of unrouted records. PostgreSQL estimates that a third of all records are
            -- unrouted, and would read the whole table without it. A locked record is skipped, because another
            -- transaction works on it, and nothing should wait for that.
            order by i.changed_at limit :most for update skip locked
            """;

    private static final String NOT_DELIVERED = """
            select overdue.ctid
            from delivery d
            cross join lateral (
                select i.ctid from image i
                where i.tenant = d.tenant and i.entity = d.entity and i.record_id = d.record_id and
            """ + OVERDUE + """
                -- A locked record is skipped, because another transaction works on it.
                for update skip locked) as overdue
            where d.settled_revision < d.due_revision
              -- Nobody works on the delivery.
              and (d.lease_until is null or d.lease_until < now())
              -- After an outage many deliveries are due at once, and a next attempt that comes late is not lost.
              and (d.next_attempt_at is null or d.next_attempt_at < now() - make_interval(secs => :since))
              -- A sweep cannot help a delivery that waits for its circuit or for a worker that serves its system.
              and not exists (select from circuit c where c.system = d.system and c.tenant in ('*', d.tenant))
              and exists (select from live_process p where d.system = any (p.systems))
            -- The order is that of the index of unsettled deliveries, for the same reason as for unrouted records.
            order by d.system, d.tenant limit :most
            """;

    private static final String STRETCH = """
            with looked as (
                select tenant, entity, record_id, revision, routed_revision from image
                where (tenant, entity, record_id) > (:tenant, :entity, :recordId)
                order by tenant, entity, record_id limit :most)
            select tenant, entity, record_id, revision,
                   routed_revision < revision or coalesce(behind, false) as unsettled, coalesce(parked, false) as parked
            from looked as l
            -- The deliveries of each record are looked up by their key, so that the cost does not depend on the size of
            -- the table.
            cross join lateral (
                select bool_or(settled_revision < due_revision) as behind, bool_or(state = 'parked') as parked
                from delivery
                where tenant = l.tenant and entity = l.entity and record_id = l.record_id) as d
            order by tenant, entity, record_id
            """;

    private final Statements statements;

    public SweepStore(Statements statements) {
        this.statements = statements;
    }

    /**
     * Takes records that were changed some time ago and are still not settled, for example because a process ended
     * after it had accepted a change and before it had told Temporal. Each record is taken at most once in
     * {@code since}. A record is not taken while somebody works on it, while its circuit is open, while no live worker
     * serves the system, or until its next attempt is overdue by {@code since}, because many records are due at once
     * after an outage.
     *
     * @param since how long a record may stay unsettled before it is taken
     * @param most the largest number of records to take. At most half of them have been routed already, so that there
     *     is always room for records that have not
     * @return the revisions of the records; only an empty answer means that there are no more
     */
    public Map<RecordKey, Long> takeOverdue(Duration since, int most) {
        Map<RecordKey, Long> taken = new LinkedHashMap<>();
        take(NOT_DELIVERED, since, (most + 1) / 2, taken);
        take(NOT_ROUTED, since, most - taken.size(), taken);
        return taken;
    }

    /**
     * Some records in the order of their keys, and those of them that need a run, because Temporal may have lost what
     * it knew of them.
     *
     * @param looked the number of records that were read; less than the requested number at the end of the ledger
     * @param unsettled the newest revisions of the records that are not routed or not delivered, and have no parked
     *     delivery
     * @param parked the newest revisions of the records with a parked delivery
     * @param last the key of the last record that was read; empty if there was none
     */
    public record Stretch(
            int looked, Map<RecordKey, Long> unsettled, Map<RecordKey, Long> parked, Optional<RecordKey> last) {}

    /**
     * Reads some records in the order of their keys, even if somebody works on them now. Only the keys of the tables
     * are used, so that each call takes the same time, however many records there are.
     *
     * @param after the last key of the previous call; empty for the first call
     */
    public Stretch stretch(Optional<RecordKey> after, int most) {
        Map<RecordKey, Long> unsettled = new LinkedHashMap<>();
        Map<RecordKey, Long> parked = new LinkedHashMap<>();
        List<RecordKey> looked = statements
                .forMany(STRETCH)
                .param("tenant", after.map(RecordKey::tenant).orElse(""))
                .param("entity", after.map(RecordKey::entity).orElse(""))
                .param("recordId", after.map(RecordKey::recordId).orElse(""))
                .param("most", most)
                .query((row, n) -> {
                    RecordKey key = RecordKeySql.of(row);
                    if (row.getBoolean("parked")) {
                        parked.put(key, row.getLong("revision"));
                    } else if (row.getBoolean("unsettled")) {
                        unsettled.put(key, row.getLong("revision"));
                    }
                    return key;
                })
                .list();
        Optional<RecordKey> last = looked.isEmpty() ? Optional.empty() : Optional.of(looked.getLast());
        return new Stretch(looked.size(), unsettled, parked, last);
    }

    private void take(String overdue, Duration since, int most, Map<RecordKey, Long> taken) {
        statements
                .forMany("""
                update image set nudged_at = now() where ctid = any (array(
                %s
                ))
                returning tenant, entity, record_id, revision
                """.formatted(overdue))
                .param("since", JdbcValues.seconds(since))
                .param("most", most)
                .query(row -> {
                    taken.put(RecordKeySql.of(row), row.getLong("revision"));
                });
    }
}
