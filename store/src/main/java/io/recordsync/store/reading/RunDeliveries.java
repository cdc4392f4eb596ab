package io.recordsync.store.reading;

import io.recordsync.store.sql.Statements;
import java.util.Collection;
import java.util.List;

/** What became of the records that a run has changed, at the systems that are given them. */
public final class RunDeliveries {

    private static final String COUNT = """
            with changed as (
                select distinct tenant, entity, record_id from change where run_id = :run)
            select w.system, count(*) filter (where i.routed_revision < i.revision
                                              or d.settled_revision < d.due_revision) as waiting,
                   count(*) filter (where i.routed_revision >= i.revision and d.settled_revision >= d.due_revision
                                    and d.state in ('delivered', 'deleted')) as delivered,
                   count(*) filter (where i.routed_revision >= i.revision and d.settled_revision >= d.due_revision
                                    and d.state in ('parked', 'conflict')) as parked
            from changed as c
            join image as i using (tenant, entity, record_id)
            cross join unnest(:systems::text[]) with ordinality as w (system, n)
            left join delivery as d on d.tenant = c.tenant and d.entity = c.entity and d.record_id = c.record_id
                and d.system = w.system
            group by w.system, w.n order by w.n
            """;

    private final Statements statements;

    RunDeliveries(Statements statements) {
        this.statements = statements;
    }

    /**
     * The deliveries of one system.
     *
     * @param waiting records that were not routed yet, or whose delivery is due
     * @param delivered those that are written or deleted there
     * @param parked those that need a person
     */
    public record Deliveries(String system, long waiting, long delivered, long parked) {}

    /** One entry for each of the systems, in their order; none if the run has changed nothing. */
    public List<Deliveries> of(long run, Collection<String> systems) {
        return statements
                .forMany(COUNT)
                .param("run", run)
                .param("systems", systems.toArray(String[]::new))
                .query((row, n) -> new Deliveries(
                        row.getString("system"),
                        row.getLong("waiting"),
                        row.getLong("delivered"),
                        row.getLong("parked")))
                .list();
    }
}
