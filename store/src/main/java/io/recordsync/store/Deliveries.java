package io.recordsync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Claims deliveries and settles them, so that of all who want to write one record to one system only one does at a time, and none who was
 * overtaken has a say afterwards. Times are the database's.
 */
public final class Deliveries {

    private final JdbcClient jdbc;
    private final Images images;

    Deliveries(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.images = new Images(jdbc);
    }

    /**
     * Claims deliveries to one system.
     *
     * @param owner takes its own unreleased lease again; another's only once it has ended. Either way what the earlier call did is in doubt
     * @param lease longer than all that follows may take
     * @param grace how long a write may still take effect after its call has ended without an answer
     * @return one for each key whose record exists, in the order of the keys
     */
    public List<Claim> claim(Collection<RecordKey> keys, String system, String owner, Duration lease, Duration grace) {
        Map<RecordKey, Row> claimed = take(keys, system, owner, lease, grace);
        Map<RecordKey, Image> read = images.read(claimed.keySet());
        Map<RecordKey, Duration> leased = claimed.size() == keys.size() ? Map.of() : leases(keys, system);
        List<Claim> claims = new ArrayList<>();
        for (RecordKey key : keys) {
            Row row = claimed.get(key);
            if (row != null && read.containsKey(key)) {
                claims.add(row.granted(key, system, Objects.requireNonNull(read.get(key))));
            } else if (row == null) {
                claims.add(new Claim.Leased(key, leased.getOrDefault(key, Duration.ZERO)));
            }
        }
        return claims;
    }

    private Map<RecordKey, Row> take(
            Collection<RecordKey> keys, String system, String owner, Duration lease, Duration grace) {
        Map<RecordKey, Row> claimed = new HashMap<>();
        Keys.in(jdbc, """
                insert into delivery as d (tenant, entity, record_id, system, fence, lease_owner, lease_until)
                select tenant, entity, record_id, :system, 1, :owner, now() + make_interval(secs => :lease)
                from wanted order by tenant, entity, record_id
                on conflict (tenant, entity, record_id, system) do update
                set fence = d.fence + 1,
                    lease_owner = excluded.lease_owner,
                    lease_until = excluded.lease_until,
                    in_doubt = d.in_doubt or d.lease_owner is not null,
                    in_doubt_until = case when d.lease_owner is null then d.in_doubt_until
                                          else now() + make_interval(secs => :grace) end
                where d.lease_owner is null or d.lease_owner = excluded.lease_owner or d.lease_until < now()
                returning d.*, greatest(0, coalesce(extract(epoch from d.in_doubt_until - now()), 0)) as doubt_remaining
                """, keys, key -> key)
                .param("system", system)
                .param("owner", owner)
                .param("lease", seconds(lease))
                .param("grace", seconds(grace))
                .query(row -> {
                    claimed.put(Keys.of(row), Row.of(row));
                });
        return claimed;
    }

    private Map<RecordKey, Duration> leases(Collection<RecordKey> keys, String system) {
        Map<RecordKey, Duration> leases = new HashMap<>();
        Keys.in(jdbc, """
                select tenant, entity, record_id, greatest(0, coalesce(extract(epoch from lease_until - now()), 0)) as remaining
                from wanted join delivery using (tenant, entity, record_id)
                where system = :system
                """, keys, key -> key).param("system", system).query(row -> {
            leases.put(Keys.of(row), duration(row.getDouble("remaining")));
        });
        return leases;
    }

    /**
     * Settles what was claimed, releases the leases, and writes the fates into the records' histories.
     *
     * @return the keys that were settled; for the others another has claimed since, and nothing was written
     */
    public Set<RecordKey> settle(Collection<Settlement> settlements) {
        List<Settlement> inOrder = settlements.stream()
                .sorted(Comparator.comparing(one -> one.claim().key()))
                .toList();
        Columns<Settlement> rows = new Columns<>(inOrder);
        return new HashSet<>(Keys.params(jdbc.sql("""
                with fate as (
                    select *
                    from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :systems::text[], :fences::bigint[],
                                :revisions::bigint[], :states::text[], :outcomes::text[], :hashes::text[], :externalIds::text[],
                                :codes::text[], :errors::text[], :errorIds::text[])
                         as f (tenant, entity, record_id, system, fence, revision, state, outcome, content_hash, external_id,
                               error_code, error, error_id)),
                settled as (
                    insert into delivery as d (tenant, entity, record_id, system, fence, state, settled_revision, revision,
                                               content_hash, external_id, error_code, error, error_id)
                    select tenant, entity, record_id, system, fence, state, revision,
                           case when outcome in ('applied', 'unchanged') then revision else 0 end,
                           content_hash, external_id, error_code, error, error_id
                    from fate
                    on conflict (tenant, entity, record_id, system) do update
                    set state = excluded.state,
                        settled_revision = greatest(d.settled_revision, excluded.settled_revision),
                        due_revision = greatest(d.due_revision, excluded.settled_revision),
                        revision = greatest(d.revision, excluded.revision),
                        content_hash = case when excluded.state = 'deleted' then null
                                            else coalesce(excluded.content_hash, d.content_hash) end,
                        external_id = case when excluded.state = 'deleted' then null
                                           else coalesce(excluded.external_id, d.external_id) end,
                        in_doubt = d.in_doubt and excluded.state not in ('delivered', 'deleted'),
                        lease_owner = null, lease_until = null, attempts = 0, next_attempt_at = null,
                        error_code = excluded.error_code, error = excluded.error, error_id = excluded.error_id,
                        error_at = case when excluded.error_id is null then null else now() end,
                        settled_at = now()
                    where d.fence = excluded.fence
                    returning d.tenant, d.entity, d.record_id, d.system),
                history as (
                    insert into outcome as o (tenant, entity, record_id, system, revision, outcome, error_id)
                    select tenant, entity, record_id, system, revision, outcome, error_id
                    from fate join settled using (tenant, entity, record_id, system)
                    on conflict (tenant, entity, record_id, system, revision) do update
                    set outcome = excluded.outcome, error_id = excluded.error_id, at = excluded.at)
                select tenant, entity, record_id from settled
                """), rows, one -> one.claim().key())
                .param("systems", rows.text(one -> one.claim().system()))
                .param("fences", rows.longs(one -> one.claim().fence()))
                .param("revisions", rows.longs(one -> one.claim().image().revision()))
                .param("states", rows.text(one -> one.state().stored()))
                .param("outcomes", rows.text(one -> one.outcome().name().toLowerCase(Locale.ROOT)))
                .param("hashes", rows.text(one -> one.contentHash().orElse(null)))
                .param("externalIds", rows.text(one -> one.externalId().orElse(null)))
                .param(
                        "codes",
                        rows.text(one -> one.error().map(DeliveryError::code).orElse(null)))
                .param(
                        "errors",
                        rows.text(one -> one.error().map(DeliveryError::message).orElse(null)))
                .param(
                        "errorIds",
                        rows.text(one -> one.error().map(DeliveryError::errorId).orElse(null)))
                .query((row, n) -> Keys.of(row))
                .list());
    }

    /** An attempt that did not settle gives its lease back. Has no effect once another has claimed. */
    public void release(Claim.Granted claim, Release release) {
        Optional<DeliveryError> error = release.error();
        jdbc.sql("""
                update delivery
                set lease_owner = null, lease_until = null,
                    in_doubt = in_doubt or :inDoubt,
                    in_doubt_until = case when :inDoubt then now() + make_interval(secs => :grace) else in_doubt_until end,
                    attempts = attempts + case when :charged then 1 else 0 end,
                    charged_at = case when :charged then now() else charged_at end,
                    error_code = coalesce(:code, error_code), error = coalesce(:error, error),
                    error_id = coalesce(:errorId, error_id),
                    error_at = case when :errorId::text is null then error_at else now() end,
                    next_attempt_at = now() + make_interval(secs => :wait)
                where tenant = :tenant and entity = :entity and record_id = :recordId and system = :system and fence = :fence
                """)
                .param("tenant", claim.key().tenant())
                .param("entity", claim.key().entity())
                .param("recordId", claim.key().recordId())
                .param("system", claim.system())
                .param("fence", claim.fence())
                .param("inDoubt", release.inDoubt())
                .param("grace", seconds(release.grace()))
                .param("charged", release.charged())
                .param("wait", seconds(release.delay()))
                .param("code", error.map(DeliveryError::code).orElse(null))
                .param("error", error.map(DeliveryError::message).orElse(null))
                .param("errorId", error.map(DeliveryError::errorId).orElse(null))
                .update();
    }

    /**
     * How an attempt ended that did not settle.
     *
     * @param charged whether it counts against the delivery's retries
     * @param inDoubt whether its call may have taken effect, or may yet within the grace
     * @param delay until the next attempt
     */
    public record Release(
            boolean charged, boolean inDoubt, Duration grace, Duration delay, Optional<DeliveryError> error) {

        /** Waiting costs nothing and leaves no doubt. */
        public static Release waiting(Duration delay) {
            return new Release(false, false, Duration.ZERO, delay, Optional.empty());
        }
    }

    /** Gives a parked delivery up, until a newer revision comes. */
    public void skip(RecordKey key, String system) {
        Keys.in(jdbc, """
                , skipped as (
                    update delivery set state = 'skipped', settled_at = now()
                    from wanted w
                    where (delivery.tenant, delivery.entity, delivery.record_id) = (w.tenant, w.entity, w.record_id)
                      and system = :system and state = 'parked'
                    returning delivery.tenant, delivery.entity, delivery.record_id, system, settled_revision)
                insert into outcome (tenant, entity, record_id, system, revision, outcome)
                select tenant, entity, record_id, system, settled_revision, 'skipped' from skipped
                on conflict (tenant, entity, record_id, system, revision) do update set outcome = excluded.outcome, at = excluded.at
                """, List.of(key), one -> one).param("system", system).update();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private record Row(
            long fence,
            Claim.Delivered delivered,
            int attempts,
            Optional<Instant> chargedAt,
            Optional<Claim.Doubt> doubt) {

        static Row of(ResultSet row) throws SQLException {
            return new Row(
                    row.getLong("fence"),
                    new Claim.Delivered(
                            DeliveryState.of(row.getString("state")),
                            row.getLong("revision"),
                            Optional.ofNullable(row.getString("content_hash")),
                            Optional.ofNullable(row.getString("external_id"))),
                    row.getInt("attempts"),
                    instant(row, "charged_at"),
                    row.getBoolean("in_doubt")
                            ? Optional.of(new Claim.Doubt(duration(row.getDouble("doubt_remaining"))))
                            : Optional.empty());
        }

        Claim.Granted granted(RecordKey key, String system, Image image) {
            return new Claim.Granted(key, system, fence, image, delivered, attempts, chargedAt, doubt);
        }

        private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
            java.sql.@Nullable Timestamp time = row.getTimestamp(column);
            return Optional.ofNullable(time).map(java.sql.Timestamp::toInstant);
        }
    }
}
