package io.recordsync.store;

import java.time.Instant;
import java.util.List;

/** Which circuits are open, for those who wait for them and those who look. The processes decide each for itself; this is where they say so. */
public final class CircuitStore {

    /** Stands for all tenants: the system itself is down. */
    public static final String ALL_TENANTS = "*";

    private final Statements statements;

    CircuitStore(Statements statements) {
        this.statements = statements;
    }

    /** @param tenant whose account is refused, or {@link #ALL_TENANTS} when the system itself is down */
    public record OpenCircuit(String tenant, String system, String reason, String errorId, Instant since) {}

    /** Says that a circuit is open; keeps the time since when it is. Returns whether it was closed before. */
    public boolean open(String tenant, String system, String reason, String errorId) {
        return statements
                        .forOne("""
                insert into open_circuit (tenant, system, reason, error_id) values (:tenant, :system, :reason, :errorId)
                on conflict do nothing
                """)
                        .param("tenant", tenant)
                        .param("system", system)
                        .param("reason", Storable.shown(reason, 1000))
                        .param("errorId", errorId)
                        .update()
                == 1;
    }

    /** Says that a circuit is closed. Returns whether it was open before. */
    public boolean close(String tenant, String system) {
        return statements
                        .forOne("delete from open_circuit where tenant = :tenant and system = :system")
                        .param("tenant", tenant)
                        .param("system", system)
                        .update()
                == 1;
    }

    public List<OpenCircuit> open() {
        return statements
                .forOne("select tenant, system, reason, error_id, since from open_circuit order by system, tenant")
                .query((row, n) -> new OpenCircuit(
                        row.getString("tenant"),
                        row.getString("system"),
                        row.getString("reason"),
                        row.getString("error_id"),
                        row.getTimestamp("since").toInstant()))
                .list();
    }
}
