package io.recordsync.store.delivery;

import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.Images;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.RecordKeySql;
import io.recordsync.store.sql.JdbcValues;
import io.recordsync.store.sql.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Takes leases. The images are read afterwards, in another transaction, so that no image is older than what an earlier
 * holder sent.
 */
final class Claims {

    private static final String TAKE = """
            insert into delivery as d (tenant, entity, record_id, system, fence, lease_owner, lease_until)
            select tenant, entity, record_id, :system, 1, :owner, now() + make_interval(secs => :lease)
            from wanted as w
            -- Only a record that the ledger knows can be claimed. A workflow may have been started by hand for another.
            cross join lateral (
                select from image
                where tenant = w.tenant and entity = w.entity and record_id = w.record_id and revision > 0
                offset 0) as known
            -- All statements lock deliveries in this order, so that no two wait for each other.
            order by tenant, entity, record_id
            on conflict (tenant, entity, record_id, system) do update
            -- The former holder can no longer settle or release with its lower fence.
            set fence = d.fence + 1,
                lease_owner = excluded.lease_owner,
                lease_until = excluded.lease_until,
                -- A lease that was not given back belongs to an attempt whose call may have been made, and may still
                -- take effect until the grace is over.
                in_doubt = d.in_doubt or d.lease_owner is not null,
                in_doubt_until = case when d.lease_owner is null then d.in_doubt_until
                                      else greatest(d.in_doubt_until, now() + make_interval(secs => :grace)) end
            -- Free, our own from an attempt that was broken off, or run out.
            where d.lease_owner is null or d.lease_owner = excluded.lease_owner or d.lease_until < now()
            returning d.*, greatest(0, coalesce(extract(epoch from d.in_doubt_until - now()), 0)) as doubt_remaining
            """;

    private static final String LEASES = """
            select tenant, entity, record_id, remaining, lease_owner
            from wanted as w
            cross join lateral (
                select coalesce(lease_owner, '') as lease_owner,
                       greatest(0, coalesce(extract(epoch from lease_until - now()), 0)) as remaining from delivery
                where tenant = w.tenant and entity = w.entity and record_id = w.record_id and system = :system
                offset 0) as d
            """;

    private final Statements statements;
    private final Images images;

    Claims(Statements statements) {
        this.statements = statements;
        this.images = new Images(statements);
    }

    List<Claim> claim(Collection<RecordKey> keys, String system, String owner, Duration lease, Duration grace) {
        Map<RecordKey, Taken> taken = take(keys, system, owner, lease, grace);
        Map<RecordKey, Claim> claims = new HashMap<>();
        images.read(taken.keySet())
                .forEach((key, image) ->
                        claims.put(key, Objects.requireNonNull(taken.get(key)).granted(system, image)));
        Set<RecordKey> others = new HashSet<>(keys);
        others.removeAll(taken.keySet());
        if (!others.isEmpty()) {
            claims.putAll(leases(others, system));
        }
        return keys.stream()
                .distinct()
                .filter(claims::containsKey)
                .map(claims::get)
                .toList();
    }

    private Map<RecordKey, Taken> take(
            Collection<RecordKey> keys, String system, String owner, Duration lease, Duration grace) {
        Map<RecordKey, Taken> taken = new HashMap<>();
        RecordKeySql.in(statements, TAKE, keys)
                .param("system", system)
                .param("owner", owner)
                .param("lease", JdbcValues.seconds(lease))
                .param("grace", JdbcValues.seconds(grace))
                .query(row -> {
                    taken.put(RecordKeySql.of(row), Taken.of(row));
                });
        return taken;
    }

    private Map<RecordKey, Claim> leases(Collection<RecordKey> keys, String system) {
        Map<RecordKey, Claim> leases = new HashMap<>();
        RecordKeySql.in(statements, LEASES, keys).param("system", system).query(row -> {
            RecordKey key = RecordKeySql.of(row);
            leases.put(
                    key,
                    new Claim.Leased(
                            key, row.getString("lease_owner"), JdbcValues.duration(row.getDouble("remaining"))));
        });
        return leases;
    }

    /** A row whose lease we hold. */
    private record Taken(
            long fence,
            Claim.Delivered delivered,
            int attempts,
            Optional<Instant> chargedAt,
            Optional<Claim.Doubt> doubt,
            Optional<DeliveryError> error) {

        static Taken of(ResultSet row) throws SQLException {
            return new Taken(
                    row.getLong("fence"),
                    new Claim.Delivered(
                            DeliveryState.of(row.getString("state")),
                            row.getLong("revision"),
                            Optional.ofNullable(row.getString("content_hash")),
                            Optional.ofNullable(row.getString("external_id")),
                            Optional.ofNullable(row.getString("object")),
                            row.getBoolean("linked")),
                    row.getInt("attempts"),
                    JdbcValues.time(row, "charged_at"),
                    row.getBoolean("in_doubt")
                            ? Optional.of(new Claim.Doubt(JdbcValues.duration(row.getDouble("doubt_remaining"))))
                            : Optional.empty(),
                    DeliveryError.of(row));
        }

        Claim.Granted granted(String system, Image image) {
            return new Claim.Granted(image.key(), system, fence, image, delivered, attempts, chargedAt, doubt, error);
        }
    }
}
