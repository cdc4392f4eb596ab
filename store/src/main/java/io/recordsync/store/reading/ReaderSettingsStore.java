package io.recordsync.store.reading;

import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.reading.ReaderSettings.Decision;
import io.recordsync.store.reading.ReaderSettings.Intervals;
import io.recordsync.store.sql.JdbcValues;
import io.recordsync.store.sql.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** What people have set for readers: intervals and pauses. And what decides whether the next run reads all rows. */
public final class ReaderSettingsStore {

    private static final String COLUMNS = """
            select tenant, system, entity, set_by, set_why, set_at, paused_by, paused_why, paused_at,
                   extract(epoch from every) as every, extract(epoch from deletes_every) as deletes_every,
                   extract(epoch from full_every) as full_every
            from reader
            """;

    private static final String OF = " where tenant = :tenant and system = :system and entity = :entity";

    private static final String SET = """
            insert into reader as r (tenant, system, entity, every, deletes_every, full_every, set_by, set_why, set_at)
            values (:tenant, :system, :entity, make_interval(secs => :every::double precision),
                    make_interval(secs => :deletesEvery::double precision),
                    make_interval(secs => :full::double precision), :by, :why, now())
            on conflict (tenant, system, entity) do update
            set every = coalesce(excluded.every, r.every),
                deletes_every = coalesce(excluded.deletes_every, r.deletes_every),
                full_every = coalesce(excluded.full_every, r.full_every),
                set_by = excluded.set_by, set_why = excluded.set_why, set_at = excluded.set_at
            """;

    private static final String RESET = """
            update reader set every = null, deletes_every = null, full_every = null,
                              set_by = null, set_why = null, set_at = null
            """ + OF;

    private static final String PAUSE = """
            insert into reader (tenant, system, entity, paused_by, paused_why, paused_at)
            values (:tenant, :system, :entity, :by, :why, now())
            on conflict (tenant, system, entity) do update
            set paused_by = excluded.paused_by, paused_why = excluded.paused_why, paused_at = excluded.paused_at
            """;

    private static final String RESUME = "update reader set paused_by = null, paused_why = null, paused_at = null" + OF;

    /** A run under way would take the mark away at its end, although it may have begun by other rules. */
    private static final String NOTE_READING = """
            insert into reader as r (tenant, system, entity, reading)
            select :tenant, :system, :entity, :reading
            where not exists (select from run
                              where tenant = :tenant and system = :system and entity = :entity
                                and status = 'running' and kind not in ('push', 'ids', 'resend')
                                and not dry)
            on conflict (tenant, system, entity) do update
            set needs_full = r.needs_full or r.reading is not null, reading = excluded.reading
            where r.reading is distinct from excluded.reading
            """;

    private static final String LAST_FULL = """
            select extract(epoch from clock_timestamp() - max(started_at)) as begun,
                   extract(epoch from clock_timestamp() - max(started_at) filter (
                       -- A run that could not read the deletes is partial, has an error, and has read all rows.
                       where completes and read_to_end
                         and (status in ('success', 'partial', 'waiting') or status = 'failed' and error is null)))
                       as complete
            from run
            """ + OF + " and kind in ('full', 'link') and not dry";

    private static final String FAILED_FULLS = """
            select count(*) as failures, extract(epoch from clock_timestamp() - max(r.ended_at)) as ago
            from run as r
            where r.tenant = :tenant and r.system = :system and r.entity = :entity
              and r.kind in ('full', 'link') and not r.dry and r.status = 'failed' and r.error is not null
              and not exists (
                select from run as w
                where w.tenant = r.tenant and w.system = r.system and w.entity = r.entity and w.id > r.id
                  and w.kind in ('full', 'link') and not w.dry and w.status in ('success', 'partial', 'waiting'))
            """;

    private final Statements statements;

    public ReaderSettingsStore(Statements statements) {
        this.statements = statements;
    }

    /** What is set for a reader; nothing if nobody knows it yet. */
    public ReaderSettings of(ReaderKey key) {
        return statement(COLUMNS + OF, key)
                .query((row, n) -> of(row))
                .optional()
                .orElseGet(() -> ReaderSettings.none(key));
    }

    /** The readers of a tenant that have begun, or for which somebody has set something. */
    public List<ReaderSettings> all(String tenant) {
        return statements
                .forOne(COLUMNS + " where tenant = :tenant order by system, entity")
                .param("tenant", tenant)
                .query((row, n) -> of(row))
                .list();
    }

    /**
     * Sets intervals. Those that are not given stay as they are.
     *
     * @param by who sets them
     */
    public void set(ReaderKey key, Intervals intervals, String by, String why) {
        statement(SET, key)
                .param("every", seconds(intervals.every()))
                .param("deletesEvery", seconds(intervals.deletesEvery()))
                .param("full", seconds(intervals.full()))
                .param("by", by)
                .param("why", why)
                .update();
    }

    /** Removes the intervals, so that those of the rule file hold. A pause stays. */
    public void reset(ReaderKey key) {
        statement(RESET, key).update();
    }

    /** Pauses a reader. The last reason counts. */
    public void pause(ReaderKey key, String by, String why) {
        statement(PAUSE, key).param("by", by).param("why", why).update();
    }

    public void resume(ReaderKey key) {
        statement(RESUME, key).update();
    }

    /**
     * Notes what the rules say of reading before a run begins. If that has changed since the last run began, the next
     * run reads all rows. While a run is under way nothing is noted.
     *
     * @param reading the fingerprint
     */
    public void noteReading(ReaderKey key, String reading) {
        statement(NOTE_READING, key).param("reading", reading).update();
    }

    /**
     * Whether {@link #noteReading} would ask for a run that reads all rows.
     *
     * @param reading the fingerprint
     */
    public boolean isReadingNew(ReaderKey key, String reading) {
        return statement("select reading is distinct from :reading and reading is not null from reader" + OF, key)
                .param("reading", reading)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /**
     * How long ago runs that read all rows began, by the ledger's clock.
     *
     * @param begun the last one, whatever came of it
     * @param complete the last one that has read all rows
     */
    public record LastFull(Optional<Duration> begun, Optional<Duration> complete) {}

    public LastFull lastFull(ReaderKey key) {
        return statement(LAST_FULL, key)
                .query((row, n) -> new LastFull(duration(row, "begun"), duration(row, "complete")))
                .single();
    }

    /**
     * The runs that were to read all rows and have failed since the last one that has.
     *
     * @param ago how long ago the last of them ended; empty if there is none
     */
    public record FailedFulls(int count, Optional<Duration> ago) {}

    public FailedFulls failedFulls(ReaderKey key) {
        return statement(FAILED_FULLS, key)
                .query((row, n) -> new FailedFulls(row.getInt("failures"), duration(row, "ago")))
                .single();
    }

    /**
     * What a run that has read all rows was.
     *
     * @param rows the rows that it has judged
     * @param cost the calls that it has taken, or what the vendor counts for them
     */
    public record FullRun(long rows, long cost) {}

    /** The last run that has read all rows; empty if there was none. */
    public Optional<FullRun> lastFullRun(ReaderKey key) {
        return statement(
                        "select processed, calls + coalesce((figures ->> 'more_cost')::bigint, 0) as cost from run" + OF
                                + " and kind in ('full', 'link') and not dry and read_to_end"
                                + " and most = 0 and ended_at is not null order by id desc limit 1",
                        key)
                .query((row, n) -> new FullRun(row.getLong("processed"), row.getLong("cost")))
                .optional();
    }

    private StatementSpec statement(String sql, ReaderKey key) {
        return statements
                .forOne(sql)
                .param("tenant", key.tenant())
                .param("system", key.system())
                .param("entity", key.entity());
    }

    private static @Nullable Double seconds(Optional<Duration> duration) {
        return duration.map(JdbcValues::seconds).orElse(null);
    }

    private static ReaderSettings of(ResultSet row) throws SQLException {
        return new ReaderSettings(
                new ReaderKey(row.getString("tenant"), row.getString("system"), row.getString("entity")),
                duration(row, "every"),
                duration(row, "deletes_every"),
                duration(row, "full_every"),
                decision(row, "set"),
                decision(row, "paused"));
    }

    private static Optional<Decision> decision(ResultSet row, String what) throws SQLException {
        String by = row.getString(what + "_by");
        String why = row.getString(what + "_why");
        return JdbcValues.time(row, what + "_at").map(at -> new Decision(by, why, at));
    }

    private static Optional<Duration> duration(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getBigDecimal(column))
                .map(seconds -> JdbcValues.duration(seconds.doubleValue()));
    }
}
