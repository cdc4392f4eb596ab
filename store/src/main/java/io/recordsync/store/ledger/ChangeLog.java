package io.recordsync.store.ledger;

import io.recordsync.store.ledger.Acceptance.Result;
import io.recordsync.store.sql.ColumnArrays;
import io.recordsync.store.sql.Statements;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The changes that were accepted, and their repeats. It is used while the images of their records are locked. */
final class ChangeLog {

    private static final String KNOWN = """
            select c.*,
                   -- Everything is settled if the newest revision is routed and no delivery is behind what is due.
                   (select routed_revision >= revision from image as i
                    where i.tenant = c.tenant and i.entity = c.entity and i.record_id = c.record_id)
                   and not exists (select from delivery as d
                    where d.tenant = c.tenant and d.entity = c.entity and d.record_id = c.record_id
                      and d.settled_revision < d.due_revision) as settled
            from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :eventKeys::text[])
                 as w (tenant, entity, record_id, event_key)
            cross join lateral (
                select tenant, entity, record_id, event_key, door from change
                where tenant = w.tenant and entity = w.entity and record_id = w.record_id and event_key = w.event_key
                offset 0) as c
            """;

    private static final String WRITE = """
            insert into change (tenant, entity, record_id, event_key, source, operation, version, door, verdict,
                                revision)
            select *
            from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :eventKeys::text[], :sources::text[],
                        :operations::text[], :versions::text[], :doors::text[], :verdicts::text[], :revisions::bigint[])
            """;

    private static final String WRITE_REPEATS = """
            insert into change_repeat (tenant, entity, record_id, event_key, door)
            select tenant, entity, record_id, event_key, w.door
            from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :eventKeys::text[], :doors::text[])
                 as w (tenant, entity, record_id, event_key, door)
            cross join lateral (
                select door from change
                where tenant = w.tenant and entity = w.entity and record_id = w.record_id and event_key = w.event_key
                offset 0) as first
            -- The same message that is read again after a crash is not another event.
            where first.door <> w.door
            on conflict do nothing
            """;

    private final Statements statements;

    ChangeLog(Statements statements) {
        this.statements = statements;
    }

    /**
     * Those of the events that were accepted before, and whether everything that is known of their record is settled.
     */
    Map<EventId, Boolean> known(Collection<Change> changes) {
        if (changes.isEmpty()) {
            return Map.of();
        }
        FormerIds former = new FormerIds(changes);
        Map<EventId, Boolean> known = new HashMap<>();
        ColumnArrays<EventId> rows = new ColumnArrays<>(ids(changes, former));
        RecordKeySql.of(statements, KNOWN, rows, EventId::key)
                .param("eventKeys", rows.text(EventId::eventKey))
                .query(row -> {
                    EventId logged = new EventId(RecordKeySql.of(row), row.getString("event_key"));
                    boolean isSettled = row.getBoolean("settled");
                    known.put(logged, isSettled);
                    former.ofLogged(logged, row.getString("door")).forEach(id -> known.put(id, isSettled));
                });
        return known;
    }

    private static Set<EventId> ids(Collection<Change> changes, FormerIds former) {
        Set<EventId> ids = new HashSet<>(former.all());
        changes.forEach(change -> ids.add(EventId.of(change)));
        return ids;
    }

    void write(Collection<Accepted> answers) {
        List<Accepted> repeats =
                answers.stream().filter(one -> one.result() == Result.REPEATED).toList();
        List<Accepted> accepted = answers.stream()
                .filter(one -> one.result() != Result.REPEATED && one.result() != Result.REFUSED)
                .toList();
        writeAccepted(accepted);
        if (!repeats.isEmpty()) {
            writeRepeats(repeats);
        }
    }

    private void writeAccepted(List<Accepted> accepted) {
        ColumnArrays<Accepted> rows = new ColumnArrays<>(accepted);
        RecordKeySql.of(statements, WRITE, rows, one -> one.change().key())
                .param("eventKeys", rows.text(one -> one.change().eventKey()))
                .param("sources", rows.text(one -> one.change().source()))
                .param("operations", rows.text(one -> lower(one.change().operation())))
                .param(
                        "versions",
                        rows.text(one -> Objects.toString(one.change().version(), null)))
                .param("doors", rows.text(one -> one.change().door()))
                .param("verdicts", rows.text(one -> lower(one.result())))
                .param("revisions", rows.longs(Accepted::revision))
                .update();
    }

    /**
     * A repeat at the same message position is the same message, read again after a crash. It does not count as another
     * event.
     */
    private void writeRepeats(List<Accepted> repeats) {
        ColumnArrays<Accepted> rows = new ColumnArrays<>(repeats);
        RecordKeySql.of(statements, WRITE_REPEATS, rows, one -> one.change().key())
                .param("eventKeys", rows.text(one -> one.change().eventKey()))
                .param("doors", rows.text(one -> one.change().door()))
                .update();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
