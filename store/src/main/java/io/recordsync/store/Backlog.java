package io.recordsync.store;

import java.time.Duration;
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
                       + count(*) filter (where not waits) as working,
                       count(*) filter (where waits) as waiting
                from (select exists (select from open_circuit c
                                     where c.system = d.system and c.tenant in ('*', d.tenant)) as waits
                      from delivery d where settled_revision < due_revision) as due
                """)
                .query((row, n) -> new Unsettled(row.getLong("working"), row.getLong("waiting")))
                .single();
    }

    /**
     * Takes records that were changed some time ago and are still not settled, for instance because a process died between accepting a
     * change and telling Temporal. Each is handed out once in {@code since}.
     *
     * @param since how long a record may take before somebody looks
     * @param most how many to take
     */
    public List<RecordKey> takeLeftLying(Duration since, int most) {
        return jdbc.sql("""
                with lying as (
                    select tenant, entity, record_id from image
                    where routed_revision < revision and changed_at < now() - make_interval(secs => :since)
                      and (nudged_at is null or nudged_at < now() - make_interval(secs => :since))
                    union
                    select i.tenant, i.entity, i.record_id
                    from delivery d join image i using (tenant, entity, record_id)
                    where d.settled_revision < d.due_revision and i.changed_at < now() - make_interval(secs => :since)
                      and (i.nudged_at is null or i.nudged_at < now() - make_interval(secs => :since))
                    limit :most)
                update image set nudged_at = now()
                from lying l
                where (image.tenant, image.entity, image.record_id) = (l.tenant, l.entity, l.record_id)
                returning image.tenant, image.entity, image.record_id
                """)
                .param("since", since.toMillis() / 1000.0)
                .param("most", most)
                .query((row, n) -> Keys.of(row))
                .list();
    }
}
