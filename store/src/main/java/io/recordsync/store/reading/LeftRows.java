package io.recordsync.store.reading;

import io.recordsync.store.reading.GoneStore.Scope;
import io.recordsync.store.sql.Statements;

/** The rows that seem to be gone and that runs have left when they ended. */
final class LeftRows {

    private static final String ADOPT = """
            with left_over as (
                delete from run_gone as g using run as r
                where g.run_id = r.id and r.tenant = :tenant and r.system = :system and r.entity = :entity
                  and r.id <> :run and r.status <> 'running'
                returning g.external_id, g.modified, g.merged_into)
            insert into run_gone (run_id, external_id, modified, merged_into)
            select distinct on (external_id) :run, external_id, modified, merged_into from left_over
            order by external_id, modified desc nulls last
            on conflict do nothing
            """;

    /** A dry run leaves to other runs what is theirs. */
    private static final String COPY = """
            insert into run_gone (run_id, external_id, modified, merged_into)
            select distinct on (external_id) :run, g.external_id, g.modified, g.merged_into
            from run_gone as g join run as r on g.run_id = r.id
            where r.tenant = :tenant and r.system = :system and r.entity = :entity
              and r.id <> :run and r.status <> 'running'
            order by g.external_id, g.modified desc nulls last
            on conflict do nothing
            """;

    private final Statements statements;

    LeftRows(Statements statements) {
        this.statements = statements;
    }

    /** Stages for a run what earlier runs of the reader have left. */
    void adopt(Scope scope) {
        GoneStore.of(statements.forOne(scope.run().isDry() ? COPY : ADOPT), scope)
                .update();
    }

    /** Takes all rows of a run off. Returns how many there were. */
    int forget(Run run) {
        return statements
                .forMany("delete from run_gone where run_id = :id")
                .param("id", run.id())
                .update();
    }
}
