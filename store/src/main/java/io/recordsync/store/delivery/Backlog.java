package io.recordsync.store.delivery;

import io.recordsync.store.sql.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** How much work is not done yet. */
public final class Backlog {

    private static final String UNSETTLED = """
            -- Records that are not routed at their newest revision. Their deliveries are not known yet.
            select 'image' as what, null as system, null as tenant, count(*) as due, 0 as later,
                   true as served, false as open
            from image where routed_revision < revision
            union all
            -- Unsettled deliveries by system and tenant. They can be worked on if a worker serves the system and no
            -- circuit is open, neither that of the system for all tenants nor that of the tenant's account.
            select 'share', system, tenant, due, later,
                   exists (select from live_process p where d.system = any (p.systems)),
                   exists (select from circuit c where c.system = d.system and c.tenant in ('*', d.tenant))
            from (select system, tenant, count(*) as due,
                         count(*) filter (where next_attempt_at > now() + interval '1 minute') as later
                  from delivery where settled_revision < due_revision group by system, tenant) as d
            union all
            -- The systems for which more work could be done: a worker serves each of them by rules that name it, and
            -- its circuit is closed. They have no share above if they have nothing to do.
            select distinct 'able', s.system, null, 0, 0, true, false
            from live_process p cross join lateral unnest(p.systems) as s (system)
            where s.system <> all (p.unnamed)
              and not exists (select from circuit c where c.system = s.system and c.tenant = '*')
            """;

    private final Statements statements;

    public Backlog(Statements statements) {
        this.statements = statements;
    }

    /**
     * The number of records and deliveries whose newest revision is not settled.
     *
     * @param notRouted the records that have not been routed at their newest revision
     * @param shares the unsettled deliveries of each system and tenant that has any
     * @param able the systems whose circuits are closed, and that live workers serve with rules that name them
     */
    public record Unsettled(long notRouted, List<Share> shares, Set<String> able) {

        public Unsettled {
            shares = List.copyOf(shares);
            able = Set.copyOf(able);
        }

        /** The number of those that are being worked on, or can be within a minute. */
        public long working() {
            return notRouted + shares.stream().mapToLong(Share::working).sum();
        }

        /**
         * The number of deliveries that wait for an open circuit or a worker, or for more than a minute for their next
         * attempt, for example because the account's calls of the day are used up.
         */
        public long waiting() {
            return shares.stream().mapToLong(Share::waiting).sum();
        }

        public long total() {
            return working() + waiting();
        }
    }

    /**
     * The deliveries of one tenant to one system that are not settled.
     *
     * @param later how many of them have their next attempt in more than a minute
     * @param served whether a live worker carries out deliveries to the system
     * @param open whether a circuit of theirs is open
     */
    public record Share(String system, String tenant, long due, long later, boolean served, boolean open) {

        public long working() {
            return served && !open ? due - later : 0;
        }

        public long waiting() {
            return due - working();
        }
    }

    /**
     * Counts the work that is not settled. A delivery that waits for at most a minute counts as worked on: the permits
     * of a short window become free again, and a failed attempt is repeated.
     */
    public Unsettled unsettled() {
        AtomicLong notRouted = new AtomicLong();
        List<Share> shares = new ArrayList<>();
        Set<String> able = new HashSet<>();
        statements.forMany(UNSETTLED).query(row -> {
            switch (row.getString("what")) {
                case "image" -> notRouted.set(row.getLong("due"));
                case "share" -> shares.add(share(row));
                default -> able.add(row.getString("system"));
            }
        });
        return new Unsettled(notRouted.get(), shares, able);
    }

    private static Share share(ResultSet row) throws SQLException {
        return new Share(
                row.getString("system"),
                row.getString("tenant"),
                row.getLong("due"),
                row.getLong("later"),
                row.getBoolean("served"),
                row.getBoolean("open"));
    }

    /** The number of tenants that have records, counted up to {@code most}. Each tenant costs one step in the index. */
    public int tenants(int most) {
        return statements.forOne("""
                with recursive tenants (tenant) as (
                    -- Each step looks up the next tenant in the index. "select distinct" would read every record.
                    select min(tenant) collate "C" from image
                    union all
                    select (select min(tenant) from image where tenant > t.tenant) collate "C"
                    from tenants t where t.tenant is not null)
                select count(*) from (select from tenants where tenant is not null limit :most) as counted
                """).param("most", most).query(Integer.class).single();
    }
}
