package io.recordsync.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** What routing reads and writes: which deliveries of a record are due, up to which revision. */
public final class Routing {

    /** Stands for a system where no rule sends the record anywhere. */
    static final String NO_SYSTEM = "-";

    private static final String ROUTED = """
            with routed as (
                select tenant collate "C" as tenant, entity collate "C" as entity, record_id collate "C" as record_id,
                       system collate "C" as system, max(revision) as revision
                from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :systems::text[], :revisions::bigint[])
                     as r (tenant, entity, record_id, system, revision)
                group by 1, 2, 3, 4)
            """;

    private static final String DELIVERIES = """
            select d.*
            from wanted as w
            cross join lateral (
                select tenant, entity, record_id, system, settled_revision,
                       content_hash is not null or in_doubt or lease_owner is not null as known, state = 'parked' as parked
                from delivery where tenant = w.tenant and entity = w.entity and record_id = w.record_id
                offset 0) as d
            """;

    private static final String NOTE = ROUTED + """
            insert into image as i (tenant, entity, record_id, routed_revision)
            select tenant, entity, record_id, max(revision) from routed group by 1, 2, 3 order by 1, 2, 3
            on conflict (tenant, entity, record_id) do update
            set routed_revision = excluded.routed_revision
            where i.routed_revision < excluded.routed_revision
            """;

    private static final String SETTLE = ROUTED + """
            , fate as (
                select tenant, entity, record_id, system, revision, 'due' as state, 0 as settled_revision
                from routed where system <> :none
                union all
                select tenant, entity, record_id, left_over.system, revision, 'unrouted', revision
                from (select tenant, entity, record_id, max(revision) as revision from routed group by 1, 2, 3) as r
                cross join lateral (
                    select d.system from image i join delivery d using (tenant, entity, record_id)
                    where tenant = r.tenant and entity = r.entity and record_id = r.record_id
                      and i.routed_revision = r.revision and d.due_revision <= r.revision
                      and (d.settled_revision < d.due_revision or d.state = 'parked')
                      and d.content_hash is null and not d.in_doubt and d.lease_owner is null
                    offset 0) as left_over
                where (tenant, entity, record_id, left_over.system) not in (select tenant, entity, record_id, system from routed)),
            written as (
                insert into delivery as d (tenant, entity, record_id, system, due_revision, state, settled_revision)
                select tenant, entity, record_id, system, revision, state, settled_revision
                from fate order by tenant, entity, record_id, system
                on conflict (tenant, entity, record_id, system) do update
                set due_revision = greatest(d.due_revision, excluded.due_revision),
                    settled_revision = greatest(d.settled_revision, excluded.settled_revision),
                    state = case excluded.state when 'unrouted' then 'unrouted' else d.state end,
                    settled_at = case excluded.state when 'unrouted' then now() else d.settled_at end,
                    error_code = case excluded.state when 'unrouted' then null else d.error_code end,
                    next_attempt_at = case excluded.state when 'unrouted' then null else d.next_attempt_at end
                where excluded.state = 'due' or (d.content_hash is null and not d.in_doubt and d.lease_owner is null)
                returning d.tenant, d.entity, d.record_id, d.system)
            insert into outcome as o (tenant, entity, record_id, system, revision, outcome)
            select tenant, entity, record_id, system, revision, 'unrouted' from routed where system = :none
            union all
            select tenant, entity, record_id, system, f.revision, 'unrouted'
            from fate f join written using (tenant, entity, record_id, system)
            where f.state = 'unrouted'
            on conflict (tenant, entity, record_id, system, revision) do update
            set outcome = excluded.outcome, error_id = null, at = excluded.at
            where o.outcome = 'parked'
            """;

    private final Statements statements;
    private final Transactions transactions;
    private final Images images;

    Routing(Statements statements, Transactions transactions) {
        this.statements = statements;
        this.transactions = transactions;
        this.images = new Images(statements);
    }

    /**
     * A record, ready to be routed.
     *
     * @param known the systems that may hold the record
     * @param settled by system, the revision whose fate there is known
     * @param parked the systems where its delivery has given up for now
     */
    public record Candidate(Image image, Set<String> known, Map<String, Long> settled, Set<String> parked) {

        /** Whether the delivery to this system is behind the image. */
        public boolean isDue(String system) {
            return settled.getOrDefault(system, 0L) < image.revision();
        }
    }

    /** A record that was routed at a revision, to these systems; none means that no rule sends it anywhere. */
    public record Routed(RecordKey key, long revision, List<String> systems) {}

    /** The records named, as far as they exist. */
    public List<Candidate> candidates(Collection<RecordKey> keys) {
        Map<RecordKey, Image> found = images.read(keys);
        Map<RecordKey, Set<String>> known = new HashMap<>();
        Map<RecordKey, Set<String>> parked = new HashMap<>();
        Map<RecordKey, Map<String, Long>> settled = new HashMap<>();
        Keys.in(statements, DELIVERIES, keys).query(row -> {
            RecordKey key = Keys.of(row);
            String system = row.getString("system");
            settled.computeIfAbsent(key, k -> new HashMap<>()).put(system, row.getLong("settled_revision"));
            if (row.getBoolean("known")) {
                known.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(system);
            }
            if (row.getBoolean("parked")) {
                parked.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(system);
            }
        });
        return found.values().stream()
                .map(image -> new Candidate(
                        image,
                        known.getOrDefault(image.key(), Set.of()),
                        settled.getOrDefault(image.key(), Map.of()),
                        parked.getOrDefault(image.key(), Set.of())))
                .toList();
    }

    /**
     * Notes what was routed: makes the deliveries due, or settles the revision as unrouted. A delivery that was due or parked before, at a
     * system where the record belongs no longer and never was, is settled as unrouted too.
     */
    public void routed(List<Routed> routed) {
        List<Due> due = routed.stream().flatMap(Routing::due).toList();
        Columns<Due> rows = new Columns<>(due);
        transactions.run(() -> {
            note(rows);
            return settle(rows);
        });
    }

    /** Locks the images first, so that of several who route the same records one goes after the other. */
    private void note(Columns<Due> rows) {
        of(NOTE, rows).update();
    }

    private int settle(Columns<Due> rows) {
        return of(SETTLE, rows).param("none", NO_SYSTEM).update();
    }

    private StatementSpec of(String sql, Columns<Due> rows) {
        return Keys.of(statements, sql, rows, Due::key)
                .param("systems", rows.text(Due::system))
                .param("revisions", rows.longs(Due::revision));
    }

    private static Stream<Due> due(Routed one) {
        List<String> systems = one.systems().isEmpty() ? List.of(NO_SYSTEM) : one.systems();
        return systems.stream().map(system -> new Due(one.key(), system, one.revision()));
    }

    private record Due(RecordKey key, String system, long revision) {}
}
