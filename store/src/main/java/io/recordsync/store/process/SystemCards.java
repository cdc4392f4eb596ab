package io.recordsync.store.process;

import io.recordsync.store.sql.Statements;
import java.time.Instant;
import java.util.List;

/** The descriptions that workers give of their systems, for processes that do not serve these systems. */
public final class SystemCards {

    private final Statements statements;

    public SystemCards(Statements statements) {
        this.statements = statements;
    }

    /** @param card JSON, as the worker wrote it */
    public record Told(String system, String card, Instant at) {}

    /** Stores a worker's description of a system, in place of the one before. */
    public void tell(String system, String card) {
        statements.forOne("""
                insert into system_card (system, card) values (:system, :card::jsonb)
                on conflict (system) do update set card = excluded.card, told_at = now()
                """).param("system", system).param("card", card).update();
    }

    public List<Told> told() {
        return statements
                .forOne("select system, card, told_at from system_card order by system")
                .query((row, n) -> new Told(
                        row.getString("system"),
                        row.getString("card"),
                        row.getTimestamp("told_at").toInstant()))
                .list();
    }
}
