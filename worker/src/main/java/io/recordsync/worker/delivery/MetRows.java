package io.recordsync.worker.delivery;

import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.TwoWayDeliveries.LetGo;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.delivery.plan.RowResult;
import io.recordsync.worker.reading.Judgement.Verdict;
import io.recordsync.worker.reading.Readings.Page;
import io.recordsync.worker.reading.Readings.Read;
import io.recordsync.worker.reading.SeenRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows that deliveries met at a system that is read. They are judged as those that a reader found by their ids. */
final class MetRows {

    private final RowLedger ledger;

    MetRows(RowLedger ledger) {
        this.ledger = ledger;
    }

    /**
     * A row that a delivery met.
     *
     * @param object the vendor's name of the object that the row belongs to
     * @param asked the ledger's time before the system was asked
     * @param ahead how far the system's clock is ahead of the ledger's
     */
    record Met(Claim.Granted claim, RowResult.Judge judge, String object, Instant asked, Duration ahead) {

        RowPlace place() {
            return new RowPlace(
                    claim.key().tenant(), claim.system(), object, judge.row().externalId());
        }
    }

    /** What the delivery does now. */
    enum Next {
        /** It is made again at once. */
        AGAIN,
        /** The row showed nothing new. It is made again, later each time, because it may meet the same again. */
        NO_NEWS,
        /** The record has changed, so it is routed and delivered again. */
        ROUTE,
        /** The row cannot be judged yet. */
        WAIT,
        /** The row belongs to another record, or it cannot be said to which one. */
        AMBIGUOUS,
        /** The row is of another record by what the ledger knows. The delivery is still claimed; nothing is judged. */
        OF_ANOTHER
    }

    /**
     * Judges rows. Each delivery is given back without a charge, in the same transaction, unless its row is of another
     * record.
     */
    Map<RecordKey, Next> judge(List<Met> rows) {
        Map<RecordKey, Next> next = new HashMap<>();
        Map<RowPlace, Counterpart> stored = ledger.at(rows.stream()
                .filter(met -> met.judge().link().isPresent())
                .map(Met::place)
                .toList());
        Map<PageKey, List<Met>> pages = new LinkedHashMap<>();
        Set<RowPlace> taken = new HashSet<>();
        for (Met met : rows) {
            boolean isNew = met.judge().link().isPresent();
            if (isNew && (isOfAnother(met, stored.get(met.place())) || !taken.add(met.place()))) {
                next.put(met.claim().key(), Next.OF_ANOTHER);
            } else {
                pages.computeIfAbsent(PageKey.of(met), page -> new ArrayList<>())
                        .add(met);
            }
        }
        pages.values().forEach(page -> judge(page, stored, next));
        return next;
    }

    private static boolean isOfAnother(Met met, @Nullable Counterpart stored) {
        if (stored == null || stored.isGone()) {
            return false;
        }
        boolean isOfAnother = stored.recordId()
                .filter(id -> !id.equals(met.claim().key().recordId()))
                .isPresent();
        return isOfAnother || stored.apart();
    }

    /** The rows of a page are of one object. A fence is never used twice for a record, so it names an edit for good. */
    private record PageKey(String tenant, String entity, String object, long fence) {

        static PageKey of(Met met) {
            RecordKey key = met.claim().key();
            return new PageKey(
                    key.tenant(), key.entity(), met.object(), met.claim().fence());
        }
    }

    private void judge(List<Met> met, Map<RowPlace, Counterpart> stored, Map<RecordKey, Next> next) {
        Met first = met.getFirst();
        PageKey key = PageKey.of(first);
        Page page = new Page(
                key.tenant(),
                first.claim().system(),
                key.entity(),
                key.object(),
                "find:" + first.claim().system() + "/" + key.fence(),
                met.stream()
                        .map(one -> new SeenRow(one.judge().row(), one.asked(), true, Optional.of(one.ahead())))
                        .toList());
        Read read = ledger.judge(met.stream().map(one -> letGo(one, stored)).toList(), page);
        for (int i = 0; i < met.size(); i++) {
            RecordKey of = met.get(i).claim().key();
            boolean hasChanged = read.changed().contains(of);
            boolean isLost = read.again().contains(new Again(met.get(i).place().externalId(), Why.GONE));
            next.put(of, hasChanged ? Next.ROUTE : next(read.verdicts().get(i), isLost));
        }
    }

    /** @param isLost whether the row is not the record's any more, so that waiting does not help */
    private static Next next(Verdict verdict, boolean isLost) {
        return switch (verdict) {
            case LATER -> isLost ? Next.AMBIGUOUS : Next.WAIT;
            case AMBIGUOUS, NOT_WANTED, UNREADABLE -> Next.AMBIGUOUS;
            case UNCHANGED -> Next.NO_NEWS;
            case CONFLICT, CREATED, UPDATED, OVERRULED, LINKED -> Next.AGAIN;
        };
    }

    /** A row that was linked to the record before, and is there again, keeps its base. */
    private static LetGo letGo(Met met, Map<RowPlace, Counterpart> stored) {
        // A row that was met is judged whatever it shows: its hash may be that of the last reading.
        Optional<Counterpart> known =
                met.judge().known().map(row -> row.with(draft -> draft.rowHash(Optional.empty())));
        Optional<Counterpart> link = met.judge().link().map(fresh -> {
            Counterpart before = stored.get(fresh.place());
            boolean isOurs = before != null && before.recordId().equals(fresh.recordId());
            return before != null && isOurs
                    ? before.with(draft -> draft.carried(fresh.carried())
                            .rowHash(Optional.empty())
                            .gone(Optional.empty(), Optional.empty()))
                    : fresh;
        });
        return new LetGo(met.claim(), link.or(() -> known), met.judge().endsDoubt());
    }
}
