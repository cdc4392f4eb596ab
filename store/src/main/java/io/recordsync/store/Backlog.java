package io.recordsync.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is still to be done: how much, and what has been left lying. */
public final class Backlog {

    private final JdbcClient jdbc;

    Backlog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Records and deliveries whose newest revision is not settled.
     *
     * @param working that are being worked on, or could be
     * @param waiting that wait for an open circuit
     */
    public record Unsettled(long working, long waiting) {

        public long total() {
            return working + waiting;
        }
    }

    public Unsettled unsettled() {
        return jdbc.sql("""
                select (select count(*) from image where routed_revision < revision)
                       + coalesce(sum(due) filter (where not waits), 0) as working,
                       coalesce(sum(due) filter (where waits), 0) as waiting
                from (select count(*) as due,
                             exists (select from open_circuit c where c.system = d.system and c.tenant in ('*', d.tenant)) as waits
                      from delivery d where settled_revision < due_revision
                      group by d.system, d.tenant) as by_account
                """)
                .query((row, n) -> new Unsettled(row.getLong("working"), row.getLong("waiting")))
                .single();
    }

    /**
     * Takes records that were changed some time ago and are still not settled, for instance because a process died between accepting a
     * change and telling Temporal. Each is handed out once in {@code since}. Those on which somebody works now, that wait for their next
     * attempt, or for an open circuit, are not among them.
     *
     * @param since how long a record may take before somebody looks
     * @param most how many to take
     */
    public List<RecordKey> takeLeftLying(Duration since, int most) {
        List<RecordKey> taken = new ArrayList<>(take(NOT_ROUTED, since, most));
        taken.addAll(take(NOT_DELIVERED, since, most - taken.size()));
        return taken;
    }

    private static final String NOT_ROUTED = """
            select i.ctid from image i
            where i.routed_revision < i.revision
            """;

    private static final String NOT_DELIVERED = """
            select i.ctid from delivery d join image i using (tenant, entity, record_id)
            where d.settled_revision < d.due_revision
              and (d.lease_until is null or d.lease_until < now())
              and (d.next_attempt_at is null or d.next_attempt_at < now())
              and not exists (select from open_circuit c where c.system = d.system and c.tenant in ('*', d.tenant))
            """;

    /** By their place in the table, since whoever locks rows here takes none that another has locked, and so waits for nobody. */
    private List<RecordKey> take(String lying, Duration since, int most) {
        return jdbc.sql("update image set nudged_at = now() where ctid = any (array(" + lying + """
                      and i.changed_at < now() - make_interval(secs => :since)
                      and (i.nudged_at is null or i.nudged_at < now() - make_interval(secs => :since))
                    limit :most for update of i skip locked))
                returning tenant, entity, record_id
                """)
                .param("since", Cells.seconds(since))
                .param("most", most)
                .query((row, n) -> Keys.of(row))
                .list();
    }
}
