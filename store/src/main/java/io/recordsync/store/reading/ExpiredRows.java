package io.recordsync.store.reading;

import io.recordsync.store.sql.Statements;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** Removes what readers have left in the ledger and nobody needs any more, some rows per statement. */
public final class ExpiredRows {

    /** How long values that gave way are kept, and conflicts that are closed. */
    public static final Duration DECIDED = Duration.ofDays(14);

    /** How long the runs of readers are listed. */
    public static final Duration RUNS = Duration.ofDays(30);

    private static final String LOST_VALUES = """
            delete from before_image_loser
            where ctid = any(array(
                select ctid from before_image_loser where at < :before order by at limit :most))
            """;

    private static final String CLOSED_CONFLICTS = """
            delete from conflict
            where ctid = any(array(
                -- A conflict that opens again meanwhile is locked, or is not closed any more.
                select ctid from conflict where closed_at < :before order by closed_at limit :most
                for update skip locked))
            """;

    /** The newest run of each kind and end says what is due, and what has been done once and for all. */
    private static final String RUNS_OF_READERS = """
            with old as (
                select id from run as r
                where status <> 'running' and ended_at < :before
                  and not exists (select from held_delete as h where h.run_id = r.id)
                  and not exists (select from held_field as h where h.run_id = r.id and h.decision is null)
                  and not exists (select from held_row as h where h.run_id = r.id)
                  and not exists (select from run_gone as g where g.run_id = r.id)
                  and exists (
                      select from run as n
                      where n.tenant = r.tenant and n.system = r.system and n.entity = r.entity and n.id > r.id
                        and n.dry = r.dry and (n.most = 0) = (r.most = 0) and (n.error is null) = (r.error is null)
                        and n.kind = r.kind and n.status = r.status and n.completes = r.completes
                        and n.read_to_end = r.read_to_end)
                order by id limit :most)
            delete from run where id in (select id from old)
            """;

    private final Statements statements;

    public ExpiredRows(Statements statements) {
        this.statements = statements;
    }

    /**
     * Removes what has expired.
     *
     * @param most the largest number of rows of each kind
     * @return the number of rows that were removed; 0 when nothing is left
     */
    public int remove(Instant now, int most) {
        return remove(LOST_VALUES, now.minus(DECIDED), most)
                + remove(CLOSED_CONFLICTS, now.minus(DECIDED), most)
                + remove(RUNS_OF_READERS, now.minus(RUNS), most);
    }

    private int remove(String sql, Instant before, int most) {
        return statements
                .forMany(sql)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .param("most", most)
                .update();
    }
}
