package io.recordsync.store;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is still to be done: how much, and what has been left lying. */
public final class Backlog {

    /**
     * Rows that somebody has locked are passed over: he works on the record, and nobody is to wait for him. The orders below are those of the
     * indexes of what is unsettled; PostgreSQL thinks that this is a third of all, and without them would read the whole tables.
     */
    private static final String LEFT_LYING = """
            (i.changed_at < now() - make_interval(secs => :since)
             and (i.nudged_at is null or i.nudged_at < now() - make_interval(secs => :since)))
            """;

    private static final String NOT_ROUTED =
            """
            select i.ctid from image i
            where i.routed_revision < i.revision and
            """ + LEFT_LYING + " order by i.changed_at limit :most for update skip locked";

    private static final String NOT_DELIVERED = """
            select lying.ctid
            from delivery d
            cross join lateral (
                select i.ctid from image i
                where i.tenant = d.tenant and i.entity = d.entity and i.record_id = d.record_id and
            """ + LEFT_LYING + """
                for update skip locked) as lying
            where d.settled_revision < d.due_revision
              and (d.lease_until is null or d.lease_until < now())
              and (d.next_attempt_at is null or d.next_attempt_at < now() - make_interval(secs => :since))
              and not exists (select from open_circuit c where c.system = d.system and c.tenant in ('*', d.tenant))
            order by d.system, d.tenant limit :most
            """;

    private final Statements statements;

    Backlog(Statements statements) {
        this.statements = statements;
    }

    /**
     * Records and deliveries whose newest revision is not settled.
     *
     * @param working that are being worked on, or could be within a minute
     * @param waiting that wait for an open circuit, or longer than a minute for their next attempt, as when an account's day is spent
     */
    public record Unsettled(long working, long waiting) {

        public long total() {
            return working + waiting;
        }
    }

    /** What waits for no longer than a minute counts as worked on: a short window's permits come back, and a failed attempt is made again. */
    public Unsettled unsettled() {
        return statements
                .forMany("""
                select (select count(*) from image where routed_revision < revision)
                       + coalesce(sum(due - later) filter (where not waits), 0) as working,
                       coalesce(sum(case when waits then due else later end), 0) as waiting
                from (select count(*) as due,
                             count(*) filter (where next_attempt_at > now() + interval '1 minute') as later,
                             exists (select from open_circuit c where c.system = d.system and c.tenant in ('*', d.tenant)) as waits
                      from delivery d where settled_revision < due_revision
                      group by d.system, d.tenant) as by_account
                """)
                .query((row, n) -> new Unsettled(row.getLong("working"), row.getLong("waiting")))
                .single();
    }

    /**
     * Takes records that were changed some time ago and are still not settled, for instance because a process died between accepting a
     * change and telling Temporal. Each is handed out once in {@code since}. Those on which somebody works now, that wait for an open circuit or for
     * their next attempt, or whose next attempt is not overdue for as long, are not among them: after an outage many are due at once.
     *
     * @param since how long a record may take before somebody looks
     * @param most how many to take
     * @return their revisions
     */
    public Map<RecordKey, Long> takeLeftLying(Duration since, int most) {
        Map<RecordKey, Long> taken = new LinkedHashMap<>();
        take(NOT_ROUTED, since, most, taken);
        take(NOT_DELIVERED, since, most - taken.size(), taken);
        return taken;
    }

    private void take(String lying, Duration since, int most, Map<RecordKey, Long> taken) {
        statements
                .forMany("update image set nudged_at = now() where ctid = any (array(" + lying + """
))
                returning tenant, entity, record_id, revision
                """)
                .param("since", Cells.seconds(since))
                .param("most", most)
                .query(row -> {
                    taken.put(Keys.of(row), row.getLong("revision"));
                });
    }
}
