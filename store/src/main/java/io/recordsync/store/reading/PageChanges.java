package io.recordsync.store.reading;

import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.RecordKeySql;
import io.recordsync.store.sql.Statements;
import java.util.Collection;
import java.util.List;

/** Which changes of the log a page of a run has made. */
final class PageChanges {

    private static final String MARK_CHANGES = """
            update change as c set run_id = :run
            from wanted as w
            where c.tenant = w.tenant and c.entity = w.entity and c.record_id = w.record_id
              and starts_with(c.event_key, :prefix)
            """;

    private final Statements statements;

    PageChanges(Statements statements) {
        this.statements = statements;
    }

    void mark(Run run, int page, Collection<RecordKey> changed) {
        if (!changed.isEmpty()) {
            RecordKeySql.in(statements, MARK_CHANGES, changed)
                    .param("run", run.id())
                    .param("prefix", RunStore.pageName(run.id(), page) + "#")
                    .update();
        }
    }

    /** The records that a committed page has changed. */
    List<String> of(Run run, int page) {
        return statements
                .forOne("""
                select distinct record_id from change
                where run_id = :run and starts_with(event_key, :prefix) order by record_id
                """)
                .param("run", run.id())
                .param("prefix", RunStore.pageName(run.id(), page) + "#")
                .query((row, n) -> row.getString("record_id"))
                .list();
    }
}
