package io.recordsync.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Which circuits are open, for those who wait for them and those who look. The processes decide each for itself; this is where they say so. A
 * circuit is open as long as a live process says so: one that is gone says nothing any more.
 */
public final class CircuitStore {

    /** Stands for all tenants: the system itself is down. */
    public static final String ALL_TENANTS = "*";

    /** What a build before processes were known has opened is open until anybody closes it. */
    private static final String HELD = """
            (c.processes is null or exists (select from live_process p where p.id = any (c.processes)))
            """;

    private static final String OPEN = """
            insert into open_circuit as c (tenant, system, reason, error_id, processes)
            values (:tenant, :system, :reason, :errorId, array[:process])
            on conflict (tenant, system) do update
            set (reason, error_id, since, processes) = (
                select case when held then c.reason else excluded.reason end,
                       case when held then c.error_id else excluded.error_id end,
                       case when held then c.since else excluded.since end,
                       case when c.processes is null then null
                            when held then array_append(array_remove(c.processes, :process), :process)
                            else excluded.processes end
                from (select HELD as held) as before)
            returning error_id = :errorId
            """.replace("HELD", HELD);

    private static final String LET_GO = """
            update open_circuit set processes = array_remove(processes, :process)
            where tenant = :tenant and system = :system and :process = any (processes)
            """;

    private static final String CLOSE = """
            delete from open_circuit c
            where tenant = :tenant and system = :system and (processes is null or not HELD)
            """.replace("HELD", HELD);

    private final Statements statements;
    private final Transactions transactions;

    CircuitStore(Statements statements, Transactions transactions) {
        this.statements = statements;
        this.transactions = transactions;
    }

    /** @param tenant whose account is refused, or {@link #ALL_TENANTS} when the system itself is down */
    public record OpenCircuit(String tenant, String system, String reason, String errorId, Instant since) {}

    /**
     * Says that a circuit is open; where others have said so before, their reason and time stay.
     *
     * @param process the one that says so
     * @param errorId a new one
     * @return whether it was closed before
     */
    public boolean open(String process, String tenant, String system, String reason, String errorId) {
        return statements
                .forOne(OPEN)
                .param("process", process)
                .param("tenant", tenant)
                .param("system", system)
                .param("reason", StorableValues.shown(reason, 1000))
                .param("errorId", errorId)
                .query(Boolean.class)
                .single();
    }

    /** Says that a circuit is closed for this process. Returns whether it is closed now, and was open before. */
    public boolean close(String process, String tenant, String system) {
        return transactions.run(() -> {
            statements
                    .forOne(LET_GO)
                    .param("process", process)
                    .param("tenant", tenant)
                    .param("system", system)
                    .update();
            return statements
                            .forOne(CLOSE)
                            .param("tenant", tenant)
                            .param("system", system)
                            .update()
                    == 1;
        });
    }

    /** Closes what a build before processes were known has opened: its process may be gone, and nobody could tell. */
    public void closeUnheld(Collection<String> systems) {
        statements
                .forOne("delete from open_circuit where processes is null and system = any (:systems)")
                .param("systems", systems.toArray(String[]::new))
                .update();
    }

    public List<OpenCircuit> open() {
        return statements
                .forOne("select tenant, system, reason, error_id, since from circuit order by system, tenant")
                .query((row, n) -> new OpenCircuit(
                        row.getString("tenant"),
                        row.getString("system"),
                        row.getString("reason"),
                        row.getString("error_id"),
                        row.getTimestamp("since").toInstant()))
                .list();
    }
}
