package io.recordsync.store.process;

import io.recordsync.store.ledger.StorableValues;
import io.recordsync.store.sql.Statements;
import io.recordsync.store.sql.Transactions;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * The open circuits, for deliveries that wait for them and for people. Each process decides on its circuits without the
 * others and notes here which are open. A circuit is open while at least one live process says so; what a dead process
 * said does not count.
 */
public final class CircuitStore {

    /** Stands for all tenants in a circuit that is open because the system itself is down. */
    public static final String ALL_TENANTS = "*";

    /**
     * Whether a circuit is still open. A circuit without processes was opened by an older build, and is open until it
     * is closed.
     */
    private static final String HELD = """
            (c.processes is null or exists (select from live_process p where p.id = any (c.processes)))
            """;

    private static final String OPEN = """
            insert into open_circuit as c (tenant, system, reason, error_id, processes)
            values (:tenant, :system, :reason, :errorId, array[:process])
            on conflict (tenant, system) do update
            set (reason, error_id, since, processes) = (
                -- While another live process keeps the circuit open, its reason and time stay.
                select case when held then c.reason else excluded.reason end,
                       case when held then c.error_id else excluded.error_id end,
                       case when held then c.since else excluded.since end,
                       -- A circuit of an older build names no processes, and is closed by the first that closes it.
                       case when c.processes is null then null
                            when held then array_append(array_remove(c.processes, :process), :process)
                            else excluded.processes end
                from (select HELD as held) as before)
            -- The new error id was stored only if the circuit was closed before.
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

    public CircuitStore(Statements statements, Transactions transactions) {
        this.statements = statements;
        this.transactions = transactions;
    }

    /** @param tenant the tenant whose account is refused, or {@link #ALL_TENANTS} when the system itself is down */
    public record OpenCircuit(String tenant, String system, String reason, String errorId, Instant since) {}

    /**
     * Notes that a circuit is open. If other live processes have noted it before, their reason and time stay.
     *
     * @param process the process that says so
     * @param errorId a new error id
     * @return whether the circuit was closed before
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

    /** Notes that a circuit is closed for this process. Returns whether this closed a circuit that was open before. */
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

    /**
     * Closes the circuits of these systems that an older build opened without naming its process. That process may be
     * dead, and nobody could tell.
     */
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
