package io.recordsync.store.process;

import io.recordsync.store.delivery.ReroutingStore;
import io.recordsync.store.sql.Statements;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * The live processes. A process without a heartbeat for 15 seconds counts as dead, and loses what it held. All times
 * are by the database's clock.
 */
public final class ProcessStore {

    /** The kind of a worker. */
    public static final String WORKER = "worker";

    /** The kind of a starter. */
    public static final String STARTER = "starter";

    /** Ten minutes are long enough for people to see that a process has died. */
    private static final String REMOVE_GONE = "delete from process where heartbeat_at < now() - interval '10 minutes'";

    private static final String REMOVE_CIRCUITS_OF_GONE = """
            delete from open_circuit c
            where c.processes is not null and not exists (select from process p where p.id = any (c.processes))
            """;

    private final Statements statements;

    public ProcessStore(Statements statements) {
        this.statements = statements;
    }

    /**
     * What a process says of itself.
     *
     * @param kind {@link #WORKER} or {@link #STARTER}
     * @param systems the systems whose deliveries it carries out
     * @param unnamed those of the systems that its rules do not name
     * @param rules the fingerprint of its rule set; empty for a process that uses none
     */
    public record Description(
            String kind, String build, List<String> systems, List<String> unnamed, Optional<String> rules) {

        public Description {
            systems = List.copyOf(systems);
            unnamed = List.copyOf(unnamed);
        }

        /** A process that carries out no deliveries. */
        public static Description of(String kind, String build) {
            return new Description(kind, build, List.of(), List.of(), Optional.empty());
        }
    }

    /**
     * @param isOldest whether no live process of its kind is older; the oldest one does what only one process should do
     */
    public record Life(boolean isOldest) {}

    /** @param unnamedBy the number of these workers whose rules do not name the system */
    public record Service(String system, int workers, int unnamedBy) {}

    /**
     * Registers a process. This removes processes without a heartbeat for ten minutes, so that the table never holds
     * more dead processes than start in ten minutes. What was found to be routed by the rules of other processes is
     * looked for again, because this process may route by its own.
     *
     * @param id a new id for each start
     */
    public void register(String id, Description description) {
        statements.forOne(REMOVE_GONE).update();
        statements.forOne(REMOVE_CIRCUITS_OF_GONE).update();
        statements
                .forOne("""
                insert into process (id, kind, build, systems, unnamed, rules, counterparts, guards)
                values (:id, :kind, :build, :systems, :unnamed, :rules, true, true)
                """)
                .param("id", id)
                .param("kind", description.kind())
                .param("build", description.build())
                .param("systems", description.systems().toArray(String[]::new))
                .param("unnamed", description.unnamed().toArray(String[]::new))
                .param("rules", description.rules().orElse(null))
                .update();
        description.rules().ifPresent(rules -> ReroutingStore.beginAgainForOthers(statements, rules));
    }

    /**
     * Notes that the process lives. Returns empty if the process already counts as dead: it then has to register again,
     * under another id.
     */
    public Optional<Life> heartbeat(String id) {
        return statements
                .forOne("""
                update process as p set heartbeat_at = now()
                -- A process that counts as gone has lost its circuits, and may not come back under the same id.
                where id = :id and heartbeat_at > now() - interval '15 seconds'
                returning not exists (select from live_process o
                                      where o.kind = p.kind and (o.started_at, o.id) < (p.started_at, p.id)) as oldest
                """)
                .param("id", id)
                .query((row, n) -> new Life(row.getBoolean("oldest")))
                .optional();
    }

    /** Removes a process that stops. From then on it holds nothing. */
    public void end(String id) {
        statements.forOne("delete from process where id = :id").param("id", id).update();
    }

    /**
     * The live processes whose build does not know counterparts, or not what is held and dry runs, for people: kind,
     * build and id of each.
     */
    public List<String> ofOlderBuilds() {
        return statements
                .forOne("""
                select kind, build, id from live_process
                where not (counterparts and guards) order by kind, id
                """)
                .query((row, n) ->
                        "%s %s (%s)".formatted(row.getString("kind"), row.getString("build"), row.getString("id")))
                .list();
    }

    /** The systems whose deliveries live workers carry out, in the order of their names. */
    public List<Service> services() {
        return statements
                .forOne("""
                select s.system, count(*) as workers, count(*) filter (where s.system = any (p.unnamed)) as unnamed_by
                from live_process p cross join lateral unnest(p.systems) as s (system)
                group by s.system order by s.system
                """)
                .query((row, n) ->
                        new Service(row.getString("system"), row.getInt("workers"), row.getInt("unnamed_by")))
                .list();
    }

    /** The fingerprints of the rule sets that live processes use; more than one while they differ. */
    public List<String> rules() {
        return distinctRules("").query((row, n) -> row.getString("rules")).list();
    }

    /**
     * The same for the processes that have lived for ten minutes. If there is more than one, the difference is not just
     * that processes are being replaced.
     */
    public List<String> rulesForLong() {
        return distinctRules("and started_at < now() - interval '10 minutes'")
                .query((row, n) -> row.getString("rules"))
                .list();
    }

    private StatementSpec distinctRules(String further) {
        return statements.forOne(
                "select distinct rules from live_process where rules is not null " + further + " order by rules");
    }
}
