package io.recordsync.store.delivery;

import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.counterpart.ConflictStore;
import io.recordsync.store.counterpart.ConflictStore.Place;
import io.recordsync.store.counterpart.ConflictStore.Row;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.CounterpartStore;
import io.recordsync.store.counterpart.ReadAgainStore;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.delivery.TwoWayDeliveries.Base;
import io.recordsync.store.delivery.TwoWayDeliveries.Settled;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.RecordKeySql;
import io.recordsync.store.sql.Statements;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes what is known of the rows of systems that are read after deliveries to them. */
final class RowBases {

    private static final String RESTORE_ID = """
            update delivery set external_id = :externalId, linked = :linked
            where tenant = :tenant and entity = :entity and record_id = :recordId and system = :system
              and fence = :fence
            """;

    private final Statements statements;
    private final CounterpartStore counterparts;
    private final ConflictStore conflicts;
    private final ReadAgainStore readAgain;

    RowBases(Statements statements) {
        this.statements = statements;
        this.counterparts = new CounterpartStore(statements);
        this.conflicts = new ConflictStore(statements);
        this.readAgain = new ReadAgainStore(statements);
    }

    /** To be called in the transaction that settles the deliveries. */
    void write(List<Settled> all, int keyId) {
        Map<RowPlace, Counterpart> stored =
                counterparts.lock(all.stream().flatMap(RowBases::places).collect(Collectors.toSet()));
        Map<RecordKey, Counterpart> living = counterparts.of(
                all.stream().map(one -> one.settlement().claim().key()).toList(),
                all.getFirst().settlement().claim().system());
        List<Counterpart> rows = new ArrayList<>();
        List<Counterpart> left = new ArrayList<>();
        List<Conflict> opened = new ArrayList<>();
        List<Place> closed = new ArrayList<>();
        for (Settled one : all) {
            Counterpart row = base(one);
            Optional<Counterpart> other = Optional.ofNullable(
                            living.get(one.settlement().claim().key()))
                    .filter(of -> places(one).noneMatch(of.place()::equals));
            Optional<String> owner = otherOwner(row, stored.get(row.place()));
            if (row.recordId().isPresent() && (other.isPresent() || owner.isPresent())) {
                opened.add(ambiguous(row, other.flatMap(Counterpart::recordId).or(() -> owner)));
                other.ifPresent(of -> rows.add(nobodys(row)));
                keepId(one.settlement().claim(), other);
            } else {
                rows.add(row);
                one.base().orElseThrow().left().ifPresent(left::add);
                opened.addAll(one.base().orElseThrow().opened());
                one.base().orElseThrow().closed().forEach(path -> closed.add(new Place(row(row), path)));
            }
        }
        rows.addAll(left);
        closed.addAll(open(left));
        counterparts.write(rows, keyId);
        conflicts.close(closed, "written", "recordsync");
        conflicts.open(opened);
        readAgain(all);
    }

    /** The open conflicts of rows that are not there any more under these ids. */
    private List<Place> open(List<Counterpart> left) {
        return left.isEmpty()
                ? List.of()
                : conflicts.openAt(left.stream().map(RowBases::row).toList()).values().stream()
                        .flatMap(List::stream)
                        .map(one -> new Place(new Row(one.place(), one.entity()), one.path()))
                        .toList();
    }

    private void readAgain(List<Settled> all) {
        Map<ReaderKey, List<Again>> rows = new HashMap<>();
        for (Settled one : all) {
            Counterpart row = base(one);
            ReaderKey reader = new ReaderKey(row.place().tenant(), row.place().system(), row.entity());
            one.base()
                    .flatMap(Base::again)
                    .ifPresent(why -> rows.computeIfAbsent(reader, key -> new ArrayList<>())
                            .add(new Again(row.place().externalId(), why)));
        }
        rows.forEach(readAgain::add);
    }

    /** The row of the delivery, also under the id that it had before. */
    private static Stream<RowPlace> places(Settled one) {
        return Stream.concat(Stream.of(base(one)), one.base().flatMap(Base::left).stream())
                .map(Counterpart::place);
    }

    private static Counterpart base(Settled one) {
        return one.base().orElseThrow().counterpart();
    }

    /**
     * The other record to which the row is linked; empty if it is nobody's, the same record's, or not there. A row that
     * a person keeps apart is not linked by a delivery either.
     */
    static Optional<String> otherOwner(Counterpart row, @Nullable Counterpart stored) {
        if (stored != null && stored.apart()) {
            return row.recordId();
        }
        return Optional.ofNullable(stored)
                .filter(one -> !one.isGone())
                .flatMap(Counterpart::recordId)
                .filter(id -> !row.recordId().equals(Optional.of(id)));
    }

    private static Counterpart nobodys(Counterpart row) {
        return row.with(draft -> draft.recordId(Optional.empty()).rowHash(Optional.empty()));
    }

    private static Conflict ambiguous(Counterpart row, Optional<String> other) {
        Set<String> candidates = new HashSet<>();
        row.recordId().ifPresent(candidates::add);
        other.ifPresent(candidates::add);
        return new Conflict(
                row.place(),
                row.entity(),
                Conflict.WHOLE_ROW,
                row.recordId(),
                Kind.AMBIGUOUS,
                Map.of(),
                candidates.stream().sorted().toList(),
                null);
    }

    private void keepId(Claim.Granted claim, Optional<Counterpart> other) {
        RecordKeySql.one(statements, RESTORE_ID, claim.key())
                .param("externalId", claim.delivered().externalId().orElse(null))
                .param("linked", other.isPresent() || claim.delivered().linked())
                .param("system", claim.system())
                .param("fence", claim.fence())
                .update();
    }

    static Row row(Counterpart counterpart) {
        return new Row(counterpart.place(), counterpart.entity());
    }
}
