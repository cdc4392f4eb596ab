package io.recordsync.store.delivery;

import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.RecordKeySql;
import io.recordsync.store.sql.ColumnArrays;
import io.recordsync.store.sql.JdbcValues;
import io.recordsync.store.sql.Statements;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Claims deliveries and settles them, so that only one holder at a time writes one record to one system, and a holder
 * that was overtaken can no longer settle. Times are by the database's clock.
 */
public final class Deliveries {

    private static final String SETTLE = """
            with fate as (
                select *
                from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :systems::text[],
                            :fences::bigint[], :revisions::bigint[], :states::text[], :outcomes::text[],
                            :hashes::text[], :externalIds::text[], :codes::text[], :errors::text[],
                            :errorIds::text[], :doubts::float8[], :objects::text[], :mayPass::boolean[],
                            :linked::boolean[])
                     as f (tenant, entity, record_id, system, fence, revision, state, outcome, content_hash,
                           external_id, error_code, error, error_id, doubt, object, may_pass, linked)),
            settled as (
                -- The delivery exists, because it was claimed. An insert with "on conflict" looks up each row by its
                -- key, and locks the rows in the order of the select; an update with a join does neither.
                insert into delivery as d (tenant, entity, record_id, system, fence, state, settled_revision, revision,
                                           content_hash, external_id, error_code, error, error_id, in_doubt,
                                           in_doubt_until, object, may_pass, linked)
                select tenant, entity, record_id, system, fence, state, revision,
                       -- The revision that the system holds is known only if it was given or compared.
                       case when outcome in ('applied', 'unchanged') then revision else 0 end,
                       content_hash, external_id, error_code, error, error_id,
                       -- Only a write that was applied ends a doubt.
                       outcome <> 'applied', now() + make_interval(secs => doubt), object, may_pass,
                       coalesce(linked, false)
                from fate
                order by tenant collate "C", entity collate "C", record_id collate "C", system collate "C"
                on conflict (tenant, entity, record_id, system) do update
                set state = excluded.state,
                    -- No revision ever decreases. A delivery may be settled at a revision for which it was not due yet.
                    settled_revision = greatest(d.settled_revision, excluded.settled_revision),
                    due_revision = greatest(d.due_revision, excluded.settled_revision),
                    revision = greatest(d.revision, excluded.revision),
                    -- The system holds nothing of a deleted record. Otherwise, what is not given stays as it was.
                    content_hash = case when excluded.state = 'deleted' then null
                                        else coalesce(excluded.content_hash, d.content_hash) end,
                    external_id = case when excluded.state = 'deleted' then null
                                       else coalesce(excluded.external_id, d.external_id) end,
                    object = case when excluded.state = 'deleted' then null
                                  else coalesce(excluded.object, d.object) end,
                    linked = case when excluded.state = 'deleted' then false else d.linked or excluded.linked end,
                    may_pass = excluded.may_pass,
                    -- A doubt begins with a call that had no answer, and stays until a write is applied.
                    in_doubt = excluded.in_doubt and (d.in_doubt or excluded.in_doubt_until is not null),
                    in_doubt_until = greatest(d.in_doubt_until, excluded.in_doubt_until),
                    lease_owner = null, lease_until = null, attempts = 0, next_attempt_at = null,
                    error_code = excluded.error_code, error = excluded.error, error_id = excluded.error_id,
                    error_at = case when excluded.error_id is null then null else now() end,
                    settled_at = now()
                -- Another attempt that has claimed the delivery since has raised the fence.
                where d.fence = excluded.fence
                returning d.tenant, d.entity, d.record_id, d.system),
            history as (
                insert into outcome as o (tenant, entity, record_id, system, revision, outcome, error_id)
                select tenant, entity, record_id, system, revision, outcome, error_id
                from fate join settled using (tenant, entity, record_id, system)
                on conflict (tenant, entity, record_id, system, revision) do update
                set outcome = excluded.outcome, error_id = excluded.error_id, at = excluded.at
                -- A revision that was applied stays so in the history, unless a later attempt at it parked.
                where o.outcome <> 'applied' or excluded.outcome = 'parked')
            select tenant, entity, record_id from settled
            """;

    private static final String RELEASE = """
            -- The delivery exists, because it was claimed. As for settling, the insert locks the rows in a fixed order.
            insert into delivery as d (tenant, entity, record_id, system, fence)
            select tenant, entity, record_id, :system, fence
            from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :fences::bigint[])
                 as r (tenant, entity, record_id, fence)
            order by tenant collate "C", entity collate "C", record_id collate "C"
            on conflict (tenant, entity, record_id, system) do update
            set lease_owner = null, lease_until = null,
                in_doubt = d.in_doubt or :inDoubt,
                in_doubt_until = case when :inDoubt
                                      then greatest(d.in_doubt_until, now() + make_interval(secs => :grace))
                                      else d.in_doubt_until end,
                attempts = d.attempts + case when :charged then 1 else 0 end,
                charged_at = case when :charged then now() else d.charged_at end,
                -- The last error stays visible while the delivery only waits.
                error_code = coalesce(:code, d.error_code), error = coalesce(:error, d.error),
                error_id = coalesce(:errorId, d.error_id),
                error_at = case when :errorId::text is null then d.error_at else now() end,
                -- No content has this hash, so the next attempt sends the content whatever it is.
                content_hash = case when :contentUnknown then :unknown else d.content_hash end,
                next_attempt_at = now() + make_interval(secs => :wait)
            -- Another attempt that has claimed the delivery since has raised the fence.
            where d.fence = excluded.fence
            """;

    private static final String SKIP = """
            with skipped as (
                -- A delivery that is being tried again is not parked now, and is not touched.
                update delivery set state = 'skipped', next_attempt_at = null, settled_at = now()
                where tenant = :tenant and entity = :entity and record_id = :recordId and system = :system
                  and state in ('parked', 'conflict')
                returning tenant, entity, record_id, system, settled_revision)
            insert into outcome (tenant, entity, record_id, system, revision, outcome)
            select tenant, entity, record_id, system, settled_revision, 'skipped' from skipped
            on conflict (tenant, entity, record_id, system, revision) do update
            set outcome = excluded.outcome, at = excluded.at
            """;

    private final Statements statements;
    private final Claims claims;

    public Deliveries(Statements statements) {
        this.statements = statements;
        this.claims = new Claims(statements);
    }

    /**
     * Claims deliveries to one system.
     *
     * @param owner the owner of the leases. It gets its own unreleased lease again, and another owner's lease only when
     *     that has ended. In both cases the effect of the earlier call is in doubt
     * @param lease longer than all steps that follow may take
     * @param grace how long a write may still take effect after its call has ended without an answer
     * @return one claim for each key whose record exists, in the order of the keys; a repeated key is answered once
     */
    public List<Claim> claim(Collection<RecordKey> keys, String system, String owner, Duration lease, Duration grace) {
        return claims.claim(keys, system, owner, lease, grace);
    }

    /**
     * Settles what was claimed, releases the leases, and writes the outcomes into the records' histories.
     *
     * @return the keys that were settled; the others have been claimed by another since, and nothing was written for
     *     them
     */
    public Set<RecordKey> settle(Collection<Settlement> settlements) {
        ColumnArrays<Settlement> rows = new ColumnArrays<>(settlements);
        return new HashSet<>(RecordKeySql.of(
                        statements, SETTLE, rows, one -> one.claim().key())
                .param("systems", rows.text(one -> one.claim().system()))
                .param("fences", rows.longs(one -> one.claim().fence()))
                .param("revisions", rows.longs(one -> one.claim().image().revision()))
                .param("states", rows.text(one -> one.state().stored()))
                .param("outcomes", rows.text(one -> one.outcome().name().toLowerCase(Locale.ROOT)))
                .param("hashes", rows.text(one -> one.contentHash().orElse(null)))
                .param("externalIds", rows.text(one -> one.externalId().orElse(null)))
                .param("codes", ofErrors(rows, DeliveryError::code))
                .param("errors", ofErrors(rows, DeliveryError::message))
                .param("errorIds", ofErrors(rows, DeliveryError::errorId))
                .param(
                        "doubts",
                        rows.doubles(one -> one.doubt().map(JdbcValues::seconds).orElse(null)))
                .param("objects", rows.text(one -> one.object().orElse(null)))
                .param("mayPass", rows.booleans(one -> one.mayPass().orElse(null)))
                .param("linked", rows.booleans(one -> one.linked().orElse(null)))
                .query((row, n) -> RecordKeySql.of(row))
                .list());
    }

    private static @Nullable String[] ofErrors(ColumnArrays<Settlement> rows, Function<DeliveryError, String> part) {
        return rows.text(one -> one.error().map(part).orElse(null));
    }

    /** Gives back the lease of an attempt that did not settle. Has no effect once another has claimed the delivery. */
    public void release(Claim.Granted claim, Release release) {
        release(List.of(claim), release);
    }

    /** Does the same for several deliveries to one system whose attempts ended in the same way. */
    public void release(List<Claim.Granted> claims, Release release) {
        if (claims.isEmpty()) {
            return;
        }
        Optional<DeliveryError> error = release.error();
        ColumnArrays<Claim.Granted> rows = new ColumnArrays<>(claims);
        RecordKeySql.of(statements, RELEASE, rows, Claim.Granted::key)
                .param("system", claims.getFirst().system())
                .param("fences", rows.longs(Claim.Granted::fence))
                .param("inDoubt", release.inDoubt())
                .param("grace", JdbcValues.seconds(release.grace()))
                .param("charged", release.charged())
                .param("wait", JdbcValues.seconds(release.delay()))
                .param("contentUnknown", release.contentUnknown())
                .param("unknown", Claim.Delivered.UNKNOWN_CONTENT)
                .param("code", error.map(DeliveryError::code).orElse(null))
                .param("error", error.map(DeliveryError::message).orElse(null))
                .param("errorId", error.map(DeliveryError::errorId).orElse(null))
                .update();
    }

    /**
     * How an attempt ended that did not settle.
     *
     * @param charged whether the attempt counts against the delivery's retries
     * @param inDoubt whether its call may have taken effect, or may still do so within the grace
     * @param delay the time until the next attempt
     * @param contentUnknown whether its write may have been made although the system failed, so that the system's
     *     content is not known
     */
    public record Release(
            boolean charged,
            boolean inDoubt,
            Duration grace,
            Duration delay,
            Optional<DeliveryError> error,
            boolean contentUnknown) {

        /** An attempt after which the system holds what it held before, or is in doubt. */
        public Release(
                boolean charged, boolean inDoubt, Duration grace, Duration delay, Optional<DeliveryError> error) {
            this(charged, inDoubt, grace, delay, error, false);
        }

        /** An attempt that only waited: it is not charged, and leaves no doubt. */
        public static Release waiting(Duration delay) {
            return new Release(false, false, Duration.ZERO, delay, Optional.empty());
        }
    }

    /**
     * Gives a delivery up that is parked or waits for a person's decision, until a newer revision comes. Has no effect
     * on others.
     */
    public void skip(RecordKey key, String system) {
        RecordKeySql.one(statements, SKIP, key).param("system", system).update();
    }
}
