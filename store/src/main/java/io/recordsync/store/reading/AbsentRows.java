package io.recordsync.store.reading;

import io.recordsync.store.reading.GoneStore.Scope;
import io.recordsync.store.sql.Statements;
import java.util.List;

/** The rows that a full run has not seen. Used while the run is locked. */
public final class AbsentRows {

    private static final String ABSENT = GoneStore.LIVING + GoneStore.NOT_HELD + """
              -- What was judged or written since the run's start was there meanwhile.
              and (c.asked_at is null or c.asked_at < (select started_at from run where id = :run))
              and not exists (select from %s as s where s.external_id = c.external_id)
            """;

    private static final String STAGE = "insert into run_gone (run_id, external_id) select :run, c.external_id "
            + ABSENT + " on conflict do nothing";

    private static final String COUNT_HIDDEN = "update run set hidden = (select count(*) " + ABSENT + """
              and not exists (select from run_gone as g where g.run_id = :run and g.external_id = c.external_id))
            where id = :run
            """;

    private static final String SEEN_AGAIN = """
            with seen_again as (
                delete from held_delete as h using %s as s
                where h.tenant = :tenant and h.system = :system and h.entity = :entity
                  and h.external_id = s.external_id
                returning h.run_id)
            select distinct run_id from seen_again
            """;

    private static final String DELETES_LOST = """
            select coalesce(bool_or(deletes_lost), false) from reader
            where tenant = :tenant and system = :system and entity = :entity
            """;

    private static final String DELETES_KNOWN = """
            update reader set deletes_lost = false
            where tenant = :tenant and system = :system and entity = :entity and deletes_lost
            """;

    private final Statements statements;
    private final SeenStore seen;
    private final HeldDeleteStore held;

    AbsentRows(Statements statements, SeenStore seen) {
        this.statements = statements;
        this.seen = seen;
        this.held = new HeldDeleteStore(statements);
    }

    /**
     * Stages the rows that a full run has not seen. Where the system lists its deletes, that list alone proves one: the
     * others are hidden, and counted. If the list has a gap, or an entry had no id that could be read, they are staged,
     * and a person has to decide. Nothing is staged if what the run had noted is lost; then the reader needs another
     * full run.
     *
     * @param proves whether the run has noted what it saw, and absence from its list means anything
     * @param isListed whether the system lists its deletes
     * @return whether what the run had noted is still there
     */
    public boolean stage(Scope scope, boolean proves, boolean isListed) {
        long run = scope.run().id();
        boolean isComplete = !proves || seen.isComplete(run);
        boolean isProof = proves && isComplete;
        boolean isLost = isProof && isListed && isLost(scope);
        boolean isUnnamed = !statements
                .forOne("select unnamed = 0 from run where id = :id")
                .param("id", run)
                .query(Boolean.class)
                .single();
        if (isProof) {
            stage(scope, isListed && !isLost ? COUNT_HIDDEN : STAGE);
        }
        if (isProof && !scope.run().isDry()) {
            releaseSeen(scope);
            GoneStore.of(statements.forOne(DELETES_KNOWN), scope).update();
        }
        statements
                .forOne("update run set absence = :absence where id = :id")
                .param("absence", absence(isComplete, isProof, isLost || !isListed && isUnnamed))
                .param("id", run)
                .update();
        return isComplete;
    }

    private void stage(Scope scope, String sql) {
        GoneStore.of(
                        statements.forOne(
                                sql.replace("%s", SeenStore.table(scope.run().id()))),
                        scope)
                .update();
    }

    private static String absence(boolean isComplete, boolean isProof, boolean isDoubtful) {
        if (!isComplete) {
            return "lost";
        }
        if (!isProof) {
            return "unproven";
        }
        return isDoubtful ? "doubtful" : "staged";
    }

    private boolean isLost(Scope scope) {
        return GoneStore.of(statements.forOne(DELETES_LOST), scope)
                .query(Boolean.class)
                .single();
    }

    /** How many rows the run has found to be hidden. */
    public long hidden(Run run) {
        return statements
                .forOne("select hidden from run where id = :id")
                .param("id", run.id())
                .query(Long.class)
                .single();
    }

    /** What was seen again is held no longer. A run of which nothing is held any more ends. */
    private void releaseSeen(Scope scope) {
        Run run = scope.run();
        List<Long> holders = GoneStore.of(statements.forOne(SEEN_AGAIN.replace("%s", SeenStore.table(run.id()))), scope)
                .query((row, n) -> row.getLong("run_id"))
                .list();
        held.settle(run.key(), holders);
    }
}
