package io.recordsync.store;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Which processes live. One whose heartbeat is late by 15 seconds is gone: what it held is nobody's any more. All times are the database's. */
public final class ProcessStore {

    /** The worker's kind. */
    public static final String WORKER = "worker";

    /** The starter's kind. */
    public static final String STARTER = "starter";

    /** Long enough for people to see what became of a process. */
    private static final String REMOVE_GONE = "delete from process where heartbeat_at < now() - interval '10 minutes'";

    private static final String REMOVE_CIRCUITS_OF_GONE = """
            delete from open_circuit c
            where c.processes is not null and not exists (select from process p where p.id = any (c.processes))
            """;

    private final Statements statements;

    ProcessStore(Statements statements) {
        this.statements = statements;
    }

    /**
     * What a process says of itself.
     *
     * @param kind worker or starter
     * @param systems those whose deliveries it carries out
     * @param unnamed those of them that its rules do not name
     * @param rules the fingerprint of its rule set; empty for one that uses none
     */
    public record Description(
            String kind, String build, List<String> systems, List<String> unnamed, Optional<String> rules) {

        public Description {
            systems = List.copyOf(systems);
            unnamed = List.copyOf(unnamed);
        }

        /** Of a process that carries out nothing. */
        public static Description of(String kind, String build) {
            return new Description(kind, build, List.of(), List.of(), Optional.empty());
        }
    }

    /** @param isOldest whether no process of its kind that lives is older: what one of several is to do, it does */
    public record Life(boolean isOldest) {}

    /** @param unnamedBy how many of them have rules that do not name it */
    public record Service(String system, int workers, int unnamedBy) {}

    /**
     * Begins a process. Rows of processes that have long been gone are removed, so that there are never more than start in ten minutes.
     *
     * @param id new for each start
     */
    public void register(String id, Description description) {
        statements.forOne(REMOVE_GONE).update();
        statements.forOne(REMOVE_CIRCUITS_OF_GONE).update();
        statements
                .forOne("""
                insert into process (id, kind, build, systems, unnamed, rules)
                values (:id, :kind, :build, :systems, :unnamed, :rules)
                """)
                .param("id", id)
                .param("kind", description.kind())
                .param("build", description.build())
                .param("systems", description.systems().toArray(String[]::new))
                .param("unnamed", description.unnamed().toArray(String[]::new))
                .param("rules", description.rules().orElse(null))
                .update();
    }

    /** Says that the process lives. Empty for one that counts as gone already: it is to begin anew, under another id. */
    public Optional<Life> heartbeat(String id) {
        return statements
                .forOne("""
                update process as p set heartbeat_at = now()
                where id = :id and heartbeat_at > now() - interval '15 seconds'
                returning not exists (select from live_process o
                                      where o.kind = p.kind and (o.started_at, o.id) < (p.started_at, p.id)) as oldest
                """)
                .param("id", id)
                .query((row, n) -> new Life(row.getBoolean("oldest")))
                .optional();
    }

    /** The process stops, and holds nothing from now on. */
    public void end(String id) {
        statements.forOne("delete from process where id = :id").param("id", id).update();
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

    /** The rule sets that live processes use, by their fingerprints; more than one while they differ. */
    public List<String> rules() {
        return distinctRules("").query(String.class).list();
    }

    /** The same of the processes that have lived for ten minutes: where it is more than one, nobody is just exchanging them. */
    public List<String> rulesForLong() {
        return distinctRules("and started_at < now() - interval '10 minutes'")
                .query(String.class)
                .list();
    }

    private StatementSpec distinctRules(String further) {
        return statements.forOne(
                "select distinct rules from live_process where rules is not null " + further + " order by rules");
    }
}
