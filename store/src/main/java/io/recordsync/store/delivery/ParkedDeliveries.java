package io.recordsync.store.delivery;

import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.RecordKeySql;
import io.recordsync.store.sql.Statements;
import java.time.Instant;
import java.util.List;

/** The deliveries that are parked. */
public final class ParkedDeliveries {

    private static final DeliveryError UNKNOWN =
            new DeliveryError("UNKNOWN", "The ledger does not contain the reason why it is parked.", "none");

    private static final String PARKED = """
            -- An older build has not noted whether the cause may be temporary.
            select system, settled_revision, settled_at, error_code, error, error_id,
                   coalesce(may_pass, true) as may_pass
            from delivery
            where tenant = :tenant and entity = :entity and record_id = :recordId and state = 'parked'
            order by system
            """;

    private final Statements statements;

    public ParkedDeliveries(Statements statements) {
        this.statements = statements;
    }

    /**
     * A parked delivery.
     *
     * @param revision the revision that could not be delivered
     * @param since when it was last parked
     * @param mayPass whether the cause may be temporary; true if an older build has not noted it
     */
    public record Parked(String system, long revision, Instant since, DeliveryError error, boolean mayPass) {}

    /** The record's deliveries that are parked, in the order of their systems. */
    public List<Parked> of(RecordKey key) {
        return RecordKeySql.one(statements, PARKED, key)
                .query((row, n) -> new Parked(
                        row.getString("system"),
                        row.getLong("settled_revision"),
                        row.getTimestamp("settled_at").toInstant(),
                        DeliveryError.of(row).orElse(UNKNOWN),
                        row.getBoolean("may_pass")))
                .list();
    }
}
