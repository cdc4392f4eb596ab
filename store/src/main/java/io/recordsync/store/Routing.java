package io.recordsync.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What routing reads and writes: which deliveries of a record are due, up to which revision. */
public final class Routing {

    /** Stands for a system where no rule sends the record anywhere. */
    static final String NO_SYSTEM = "-";

    private final JdbcClient jdbc;
    private final Images images;

    Routing(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.images = new Images(jdbc);
    }

    /**
     * A record, ready to be routed.
     *
     * @param known the systems that may hold the record
     * @param settled by system, the revision whose fate there is known
     */
    public record Candidate(Image image, Set<String> known, Map<String, Long> settled) {

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
        Map<RecordKey, Map<String, Long>> settled = new HashMap<>();
        Keys.in(jdbc, """
                select tenant, entity, record_id, system, settled_revision,
                       content_hash is not null or in_doubt or lease_owner is not null as known
                from wanted join delivery using (tenant, entity, record_id)
                """, keys, key -> key).query(row -> {
            RecordKey key = Keys.of(row);
            String system = row.getString("system");
            settled.computeIfAbsent(key, k -> new HashMap<>()).put(system, row.getLong("settled_revision"));
            if (row.getBoolean("known")) {
                known.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(system);
            }
        });
        return found.values().stream()
                .map(image -> new Candidate(
                        image, known.getOrDefault(image.key(), Set.of()), settled.getOrDefault(image.key(), Map.of())))
                .toList();
    }

    /** Notes what was routed: makes the deliveries due, or settles the revision as unrouted. */
    public void routed(List<Routed> routed) {
        List<Due> due = new ArrayList<>();
        for (Routed one : routed) {
            Collection<String> systems = one.systems().isEmpty() ? List.of(NO_SYSTEM) : one.systems();
            systems.forEach(system -> due.add(new Due(one.key(), system, one.revision())));
        }
        due.sort(Comparator.comparing(Due::key).thenComparing(Due::system));
        Columns<Due> rows = new Columns<>(due);
        Keys.params(jdbc.sql("""
                with routed as (
                    select *
                    from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :systems::text[], :revisions::bigint[])
                         as r (tenant, entity, record_id, system, revision)),
                noted as (
                    insert into image as i (tenant, entity, record_id, routed_revision)
                    select tenant, entity, record_id, max(revision) from routed group by tenant, entity, record_id
                    on conflict (tenant, entity, record_id) do update
                    set routed_revision = greatest(i.routed_revision, excluded.routed_revision)),
                due as (
                    insert into delivery as d (tenant, entity, record_id, system, due_revision)
                    select tenant, entity, record_id, system, revision from routed where system <> :none
                    on conflict (tenant, entity, record_id, system) do update
                    set due_revision = greatest(d.due_revision, excluded.due_revision))
                insert into outcome (tenant, entity, record_id, system, revision, outcome)
                select tenant, entity, record_id, system, revision, 'unrouted' from routed where system = :none
                on conflict do nothing
                """), rows, Due::key)
                .param("systems", rows.text(Due::system))
                .param("revisions", rows.longs(Due::revision))
                .param("none", NO_SYSTEM)
                .update();
    }

    private record Due(RecordKey key, String system, long revision) {}
}
