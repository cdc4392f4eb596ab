package io.recordsync.store.delivery;

import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.ConflictStore;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.CounterpartStore;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.counterpart.Sendings;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.ledger.Images;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.RecordKeySql;
import io.recordsync.store.sql.ColumnArrays;
import io.recordsync.store.sql.Statements;
import io.recordsync.store.sql.Transactions;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Deliveries to systems that are read. What such a system holds of a record is kept in its counterpart, which is
 * written in the same transaction as the result of the delivery.
 */
public final class TwoWayDeliveries {

    private static final String LET_GO = """
            -- The delivery exists, because it was claimed. As for settling, the insert locks the rows in a fixed order.
            insert into delivery as d (tenant, entity, record_id, system, fence)
            select tenant, entity, record_id, :system, fence
            from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :fences::bigint[])
                 as r (tenant, entity, record_id, fence)
            order by tenant collate "C", entity collate "C", record_id collate "C"
            on conflict (tenant, entity, record_id, system) do update
            set lease_owner = null, lease_until = null, next_attempt_at = now()
            -- Another attempt that has claimed the delivery since has raised the fence.
            where d.fence = excluded.fence
            """;

    /** The rows are locked by this transaction already. */
    private static final String END_DOUBT = """
            update delivery as d
            -- What a failed call may have written is known by now, too.
            set in_doubt = false, in_doubt_until = null, content_hash = nullif(content_hash, :unknown)
            from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :fences::bigint[])
                 as r (tenant, entity, record_id, fence)
            where d.tenant = r.tenant and d.entity = r.entity and d.record_id = r.record_id and d.system = :system
              and d.fence = r.fence
            """;

    /** The rows are locked by this transaction already. */
    private static final String CHARGE = """
            update delivery as d set attempts = d.attempts + 1, charged_at = now()
            from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :fences::bigint[])
                 as r (tenant, entity, record_id, fence)
            where d.tenant = r.tenant and d.entity = r.entity and d.record_id = r.record_id and d.system = :system
              and d.fence = r.fence
            """;

    private final Statements statements;
    private final Transactions transactions;
    private final Deliveries deliveries;
    private final CounterpartStore counterparts;
    private final ConflictStore conflicts;
    private final Sendings sendings;
    private final RowBases bases;
    private final Images images;

    public TwoWayDeliveries(Statements statements, Transactions transactions) {
        this.statements = statements;
        this.transactions = transactions;
        this.deliveries = new Deliveries(statements);
        this.counterparts = new CounterpartStore(statements);
        this.conflicts = new ConflictStore(statements);
        this.sendings = new Sendings(statements);
        this.bases = new RowBases(statements);
        this.images = new Images(statements);
    }

    /**
     * What a system holds of a record, as a delivery finds it.
     *
     * @param counterpart the record's living row there
     * @param conflicts the open conflicts of that row
     */
    public record Held(Counterpart counterpart, List<Conflict> conflicts) {

        public Held {
            conflicts = List.copyOf(conflicts);
        }
    }

    /**
     * What is known of a row after a delivery.
     *
     * @param counterpart the row with its new base
     * @param opened conflicts that begin
     * @param closed the paths whose conflicts are over, because our value was written
     * @param again why the row is to be read again by its id; empty if it need not be
     * @param left the row as it was known under its former id, if the write has changed the id
     */
    public record Base(
            Counterpart counterpart,
            List<Conflict> opened,
            Set<String> closed,
            Optional<Why> again,
            Optional<Counterpart> left) {

        /** A base of a row that keeps its id. */
        public Base(Counterpart counterpart, List<Conflict> opened, Set<String> closed, Optional<Why> again) {
            this(counterpart, opened, closed, again, Optional.empty());
        }

        /** A base without conflicts of a row that need not be read again. */
        public static Base of(Counterpart counterpart) {
            return new Base(counterpart, List.of(), Set.of(), Optional.empty());
        }

        public Base {
            opened = List.copyOf(opened);
            closed = Set.copyOf(closed);
        }
    }

    /** A settlement and, where the delivery changed what is known of the row, its new base. */
    public record Settled(Settlement settlement, Optional<Base> base) {

        /** A settlement that leaves the base of the row as it is. */
        public static Settled of(Settlement settlement) {
            return new Settled(settlement, Optional.empty());
        }
    }

    /**
     * A delivery that is given back, so that the row that it met is judged.
     *
     * @param link the row's counterpart, if the row is to be linked to the record
     * @param endsDoubt whether the row shows what came of earlier calls
     */
    public record LetGo(Claim.Granted claim, Optional<Counterpart> link, boolean endsDoubt) {}

    /** What the system holds of these records. */
    public Map<RecordKey, Held> held(Collection<RecordKey> keys, String system) {
        Map<RecordKey, Counterpart> rows = keys.isEmpty() ? Map.of() : counterparts.of(keys, system);
        Map<RowPlace, List<Conflict>> open = rows.isEmpty()
                ? Map.of()
                : conflicts.openAt(rows.values().stream().map(RowBases::row).toList());
        Map<RecordKey, Held> held = new HashMap<>();
        rows.forEach((key, row) -> held.put(key, new Held(row, open.getOrDefault(row.place(), List.of()))));
        return held;
    }

    /** Which of these rows are linked to a record, and the record. */
    public Map<RowPlace, Counterpart> at(Collection<RowPlace> places) {
        return counterparts.at(places);
    }

    /**
     * Notes what is to be sent to rows. No call may be made if this fails.
     *
     * @param sent the hashes of the values, by the vendor's field
     */
    public void noteSending(Map<Counterpart, Map<String, String>> sent, int keyId) {
        sendings.note(sent, keyId);
    }

    /** The calls to these rows had no effect: notes again what was noted before them. */
    public void noteNothingSent(Collection<Counterpart> before, int keyId) {
        sendings.restore(before, keyId);
    }

    /**
     * Settles deliveries and writes the bases of their rows, all or none. A row is not linked to a record that has
     * another living row at the system by now, and is not taken from another record: its conflict is opened, and the
     * delivery keeps the id that it had.
     *
     * @param keyId the key of the hashes
     * @return as {@link Deliveries#settle}
     */
    public Set<RecordKey> settle(Collection<Settled> all, int keyId) {
        return transactions.run(() -> {
            Set<RecordKey> settled =
                    deliveries.settle(all.stream().map(Settled::settlement).toList());
            List<Settled> withRows = all.stream()
                    .filter(one -> one.base().isPresent())
                    .filter(one -> settled.contains(one.settlement().claim().key()))
                    .toList();
            if (!withRows.isEmpty()) {
                bases.write(withRows, keyId);
            }
            return settled;
        });
    }

    /**
     * Gives deliveries back without a charge, and links rows that they met. To be called in the transaction that judges
     * the rows, before these are judged.
     */
    public void letGo(List<LetGo> all, int keyId) {
        images.lock(all.stream().map(one -> one.claim().key()).collect(Collectors.toSet()));
        ofDeliveries(LET_GO, all).update();
        link(all.stream().flatMap(one -> one.link().stream()).toList(), keyId);
    }

    /** A row that was linked to another record since it was looked up stays that record's. */
    private void link(List<Counterpart> links, int keyId) {
        if (links.isEmpty()) {
            return;
        }
        Map<RowPlace, Counterpart> stored =
                counterparts.lock(links.stream().map(Counterpart::place).collect(Collectors.toSet()));
        counterparts.write(
                links.stream()
                        .filter(row -> RowBases.otherOwner(row, stored.get(row.place()))
                                .isEmpty())
                        .toList(),
                keyId);
    }

    /**
     * Ends the doubts of deliveries whose row shows what came of their earlier calls. To be called in the same
     * transaction as {@link #letGo}, when the rows have been judged: until then what such a call sent is no edit.
     */
    public void endDoubts(List<LetGo> all) {
        List<LetGo> over = all.stream().filter(LetGo::endsDoubt).toList();
        if (over.isEmpty()) {
            return;
        }
        ofDeliveries(END_DOUBT, over)
                .param("unknown", Claim.Delivered.UNKNOWN_CONTENT)
                .update();
    }

    /**
     * Charges deliveries with an attempt, because their rows showed nothing new. To be called in the same transaction
     * as {@link #letGo}.
     */
    public void charge(List<LetGo> all) {
        if (!all.isEmpty()) {
            ofDeliveries(CHARGE, all).update();
        }
    }

    private StatementSpec ofDeliveries(String sql, List<LetGo> all) {
        ColumnArrays<LetGo> rows = new ColumnArrays<>(all);
        return RecordKeySql.of(statements, sql, rows, one -> one.claim().key())
                .param("system", all.getFirst().claim().system())
                .param("fences", rows.longs(one -> one.claim().fence()));
    }
}
