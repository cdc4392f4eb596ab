package io.recordsync.store.delivery;

import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.Images;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.RecordKeySql;
import io.recordsync.store.sql.ColumnArrays;
import io.recordsync.store.sql.Statements;
import io.recordsync.store.sql.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** What routing reads and writes: which deliveries of a record are due, and up to which revision. */
public final class Routing {

    /** Used as the system when no rule sends the record anywhere. */
    static final String NO_SYSTEM = "-";

    private static final String ROUTED = """
            with routed as (
                select tenant collate "C" as tenant, entity collate "C" as entity, record_id collate "C" as record_id,
                       system collate "C" as system, max(revision) as revision
                -- The order of bytes is that of the tables' keys, in which all statements lock their rows.
                from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :systems::text[],
                            :revisions::bigint[])
                     as r (tenant, entity, record_id, system, revision)
                group by 1, 2, 3, 4)
            """;

    private static final String DELIVERIES = """
            select d.*
            from wanted as w
            cross join lateral (
                select tenant, entity, record_id, system, settled_revision, due_revision,
                       content_hash is not null or linked or in_doubt or lease_owner is not null as known,
                       state = 'parked' as parked, state = 'gone' as gone,
                       -- It was settled before, and a person has had its row made again since.
                       state = 'due' and settled_revision > 0 and settled_revision >= due_revision as again
                from delivery where tenant = w.tenant and entity = w.entity and record_id = w.record_id
                offset 0) as d
            """;

    private static final String NOTE = ROUTED + """
            insert into image as i (tenant, entity, record_id, routed_revision, routed_by)
            -- The images exist. An insert with "on conflict" looks up each of them by its key, and locks them in the
            -- order of the select; an update with a join does neither.
            select tenant, entity, record_id, max(revision), :rules from routed group by 1, 2, 3 order by 1, 2, 3
            on conflict (tenant, entity, record_id) do update
            set routed_revision = excluded.routed_revision, routed_by = excluded.routed_by
            -- A routing of an older revision changes nothing, nor does the same routing again.
            where i.routed_revision < excluded.routed_revision
               or i.routed_revision = excluded.routed_revision and i.routed_by is distinct from excluded.routed_by
            """;

    private static final String NOTE_AND_TELL = NOTE + """
            returning i.tenant, i.entity, i.record_id, i.revision = i.routed_revision as newest
            """;

    private static final String SETTLE = ROUTED + """
            , fate as (
                -- The deliveries to the systems that the rules name now are due.
                select tenant, entity, record_id, system, revision, 'due' as state, 0 as settled_revision,
                       false as was_parked
                from routed where system <> :none
                union all
                -- The other deliveries of these records are settled as unrouted, if nothing of the record can be at
                -- their systems: no content is known there, no call is in doubt, and no attempt works on the delivery.
                select tenant, entity, record_id, left_over.system, revision, 'unrouted', revision, was_parked
                from (select tenant, entity, record_id, max(revision) as revision from routed group by 1, 2, 3) as r
                cross join lateral (
                    select d.system, d.state = 'parked' as was_parked
                    from image i join delivery d using (tenant, entity, record_id)
                    where tenant = r.tenant and entity = r.entity and record_id = r.record_id
                      -- Not if a newer routing has been noted meanwhile, or has made the delivery due.
                      and i.routed_revision = r.revision and d.due_revision <= r.revision
                      and (d.settled_revision < d.due_revision or d.state = 'parked')
                      and d.content_hash is null and not d.linked and not d.in_doubt and d.lease_owner is null
                    offset 0) as left_over
                where (tenant, entity, record_id, left_over.system)
                      not in (select tenant, entity, record_id, system from routed)),
            written as (
                insert into delivery as d (tenant, entity, record_id, system, due_revision, state, settled_revision)
                select tenant, entity, record_id, system, revision, state, settled_revision
                from fate order by tenant, entity, record_id, system
                on conflict (tenant, entity, record_id, system) do update
                set due_revision = greatest(d.due_revision, excluded.due_revision),
                    settled_revision = greatest(d.settled_revision, excluded.settled_revision),
                    -- A row that others have deleted is not made again because its record was routed elsewhere.
                    state = case when excluded.state = 'unrouted' and d.state <> 'gone' then 'unrouted'
                                 else d.state end,
                    settled_at = case excluded.state when 'unrouted' then now() else d.settled_at end,
                    error_code = case excluded.state when 'unrouted' then null else d.error_code end,
                    next_attempt_at = case excluded.state when 'unrouted' then null else d.next_attempt_at end
                -- What was read above without a lock is checked again on the locked row.
                where excluded.state = 'due'
                   or (d.content_hash is null and not d.linked and not d.in_doubt and d.lease_owner is null)
                returning d.tenant, d.entity, d.record_id, d.system),
            unrouted as (
                -- Only the deliveries that were written: the check on the locked row may have left some out.
                select tenant, entity, record_id, system, f.revision, was_parked
                from fate f join written using (tenant, entity, record_id, system)
                where f.state = 'unrouted'),
            history as (
                insert into outcome as o (tenant, entity, record_id, system, revision, outcome)
                select tenant, entity, record_id, system, revision, 'unrouted' from routed where system = :none
                union all
                select tenant, entity, record_id, system, revision, 'unrouted' from unrouted
                on conflict (tenant, entity, record_id, system, revision) do update
                set outcome = excluded.outcome, error_id = null, at = excluded.at
                -- Every other outcome of the revision is final.
                where o.outcome = 'parked')
            -- The runs that show these deliveries as parked have to be told.
            select tenant, entity, record_id, system from unrouted where was_parked
            """;

    private final Statements statements;
    private final Transactions transactions;
    private final Images images;

    public Routing(Statements statements, Transactions transactions) {
        this.statements = statements;
        this.transactions = transactions;
        this.images = new Images(statements);
    }

    /**
     * A record to be routed.
     *
     * @param known the systems that may hold the record
     * @param settled the newest revision whose outcome is known, by system
     * @param parked the systems where its delivery is parked
     * @param behind the systems that may hold the record and whose delivery has to continue, whatever the rules say
     *     now: it was due and is not settled, or it is parked at an older revision
     * @param gone the systems where its row was deleted by others, so that it is not made again by itself
     * @param again the systems where its row has been there before and is to be made again, whatever its revision
     */
    public record Candidate(
            Image image,
            Set<String> known,
            Map<String, Long> settled,
            Set<String> parked,
            Set<String> behind,
            Set<String> gone,
            Set<String> again) {

        /** Whether the delivery to this system is behind the image. */
        public boolean isDue(String system) {
            return settled.getOrDefault(system, 0L) < image.revision();
        }
    }

    /** A record that was routed at a revision to these systems. It has no systems if no rule sends it anywhere. */
    public record Routed(RecordKey key, long revision, List<String> systems) {}

    /** A delivery of a record. */
    public record Delivery(RecordKey key, String system) {}

    /** The records with these keys that exist. */
    public List<Candidate> candidates(Collection<RecordKey> keys) {
        Map<RecordKey, Image> found = images.read(keys);
        Map<RecordKey, List<Standing>> standings = new HashMap<>();
        RecordKeySql.in(statements, DELIVERIES, keys).query(row -> {
            standings
                    .computeIfAbsent(RecordKeySql.of(row), key -> new ArrayList<>())
                    .add(Standing.of(row));
        });
        return found.values().stream()
                .map(image -> candidate(image, standings.getOrDefault(image.key(), List.of())))
                .toList();
    }

    /** The state of one delivery. */
    private record Standing(
            String system, long settled, long due, boolean known, boolean parked, boolean gone, boolean again) {

        static Standing of(ResultSet row) throws SQLException {
            return new Standing(
                    row.getString("system"),
                    row.getLong("settled_revision"),
                    row.getLong("due_revision"),
                    row.getBoolean("known"),
                    row.getBoolean("parked"),
                    row.getBoolean("gone"),
                    row.getBoolean("again"));
        }

        boolean isBehind(long revision) {
            return known && (settled < due || parked && settled < revision);
        }
    }

    private static Candidate candidate(Image image, List<Standing> standings) {
        return new Candidate(
                image,
                systems(standings, Standing::known),
                standings.stream().collect(Collectors.toMap(Standing::system, Standing::settled)),
                systems(standings, Standing::parked),
                systems(standings, one -> one.isBehind(image.revision())),
                systems(standings, Standing::gone),
                systems(standings, Standing::again));
    }

    private static Set<String> systems(List<Standing> standings, Predicate<Standing> which) {
        return standings.stream()
                .filter(which)
                .map(Standing::system)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Notes the result of routing: makes the deliveries due, or settles the revision as unrouted. A delivery that was
     * due or parked is settled as unrouted too, if the record does not belong to its system any more and never reached
     * it.
     *
     * @param rules the fingerprint of the rule set that routed the records
     * @return the deliveries that were parked and are now settled as unrouted; a run that shows them as parked has to
     *     be told
     */
    public List<Delivery> routed(List<Routed> routed, String rules) {
        return routed(routed, rows -> of(NOTE, rows).param("rules", rules).update());
    }

    /**
     * The same, which tells of which records the routed revision is the newest one.
     *
     * @param newest called in the transaction, while the images are locked, with the records that no routing has noted
     *     at this revision before and that have not changed since
     */
    public List<Delivery> routed(List<Routed> routed, String rules, Consumer<Set<RecordKey>> newest) {
        return routed(
                routed,
                rows -> newest.accept(of(NOTE_AND_TELL, rows)
                        .param("rules", rules)
                        .query((row, n) -> row.getBoolean("newest")
                                ? Optional.of(RecordKeySql.of(row))
                                : Optional.<RecordKey>empty())
                        .stream()
                        .flatMap(Optional::stream)
                        .collect(Collectors.toSet())));
    }

    /** @param note locks the images first, so that transactions that route the same records run one after the other */
    private List<Delivery> routed(List<Routed> routed, Consumer<ColumnArrays<Due>> note) {
        ColumnArrays<Due> rows =
                new ColumnArrays<>(routed.stream().flatMap(Routing::due).toList());
        return transactions.run(() -> {
            note.accept(rows);
            return settle(rows);
        });
    }

    private List<Delivery> settle(ColumnArrays<Due> rows) {
        return of(SETTLE, rows)
                .param("none", NO_SYSTEM)
                .query((row, n) -> new Delivery(RecordKeySql.of(row), row.getString("system")))
                .list();
    }

    private StatementSpec of(String sql, ColumnArrays<Due> rows) {
        return RecordKeySql.of(statements, sql, rows, Due::key)
                .param("systems", rows.text(Due::system))
                .param("revisions", rows.longs(Due::revision));
    }

    private static Stream<Due> due(Routed one) {
        List<String> systems = one.systems().isEmpty() ? List.of(NO_SYSTEM) : one.systems();
        return systems.stream().map(system -> new Due(one.key(), system, one.revision()));
    }

    private record Due(RecordKey key, String system, long revision) {}
}
