package io.recordsync.store.delivery;

import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.RecordKeySql;
import io.recordsync.store.sql.Statements;
import io.recordsync.store.sql.Transactions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the records that other rules have routed, so that they are routed again. The records are read once for each
 * change of the rules, in the order of their keys, and the place is kept. What is routed behind the place is routed by
 * the present rules, or by a process with other rules, whose start makes the reading begin again.
 */
public final class ReroutingStore {

    /** Changes no row once all records have been looked at. */
    private static final String BEGIN = """
            insert into rerouting as r (rules) values (:rules)
            on conflict (rules) do update set rules = excluded.rules where not r.done
            """;

    private static final String PAGE = """
            select i.*
            from rerouting as r
            cross join lateral (
                select tenant, entity, record_id,
                       routed_by <> :rules and routed_revision = revision and deleted_by is null as by_others
                from image where (tenant, entity, record_id) > (r.tenant, r.entity, r.record_id)
                order by tenant, entity, record_id limit :most) as i
            where r.rules = :rules
            """;

    private static final String ROUTE_AGAIN =
            RoutedAgain.sql("where i.routed_by <> :rules and i.routed_revision = i.revision and i.deleted_by is null");

    private static final String MOVE = """
            update rerouting set tenant = :tenant, entity = :entity, record_id = :recordId where rules = :rules
            """;

    private static final String END = "update rerouting set done = true where rules = :rules";

    private final Statements statements;
    private final Transactions transactions;

    public ReroutingStore(Statements statements, Transactions transactions) {
        this.statements = statements;
        this.transactions = transactions;
    }

    /**
     * The result of one step.
     *
     * @param taken the new revisions of the records that are to be routed again
     * @param isLast whether all records have been looked at
     */
    public record Step(Map<RecordKey, Long> taken, boolean isLast) {

        private static final Step NOTHING = new Step(Map.of(), true);
    }

    /** A record that was looked at. */
    private record Looked(RecordKey key, boolean byOthers) {}

    /**
     * Looks at the next records, and raises the revision of those that other rules have routed, so that they are routed
     * again and each of their deliveries is checked again. A delivery whose mapped content has not changed costs no
     * call. If Temporal is not told of a record that was taken, {@link SweepStore#takeOverdue} finds it later. A record
     * is not taken while it waits to be routed anyway, when it is deleted, or when an older build has routed it without
     * noting the rules.
     *
     * @param rules the fingerprint of the rules that all live processes use
     * @param most the largest number of records to look at
     */
    public Step step(String rules, int most) {
        return transactions.run(() -> begin(rules) ? step(rules, page(rules, most), most) : Step.NOTHING);
    }

    /** Begins again for all other rules, because a process that uses these rules starts and may route by them. */
    public static void beginAgainForOthers(Statements statements, String rules) {
        statements
                .forOne("delete from rerouting where rules <> :rules")
                .param("rules", rules)
                .update();
    }

    /** Returns whether there are records that have not been looked at. The place is then locked. */
    private boolean begin(String rules) {
        return statements.forOne(BEGIN).param("rules", rules).update() == 1;
    }

    private Step step(String rules, List<Looked> page, int most) {
        Map<RecordKey, Long> taken = routeAgain(
                rules, page.stream().filter(Looked::byOthers).map(Looked::key).toList());
        if (!page.isEmpty()) {
            RecordKeySql.one(statements, MOVE, page.getLast().key())
                    .param("rules", rules)
                    .update();
        }
        boolean isLast = page.size() < most;
        if (isLast) {
            statements.forOne(END).param("rules", rules).update();
        }
        return new Step(taken, isLast);
    }

    private List<Looked> page(String rules, int most) {
        return statements
                .forMany(PAGE)
                .param("rules", rules)
                .param("most", most)
                .query((row, n) -> new Looked(RecordKeySql.of(row), row.getBoolean("by_others")))
                .list();
    }

    private Map<RecordKey, Long> routeAgain(String rules, List<RecordKey> keys) {
        Map<RecordKey, Long> taken = new LinkedHashMap<>();
        if (!keys.isEmpty()) {
            RecordKeySql.in(statements, ROUTE_AGAIN, keys).param("rules", rules).query(row -> {
                taken.put(RecordKeySql.of(row), row.getLong("revision"));
            });
        }
        return taken;
    }
}
