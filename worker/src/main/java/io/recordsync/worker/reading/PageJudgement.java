package io.recordsync.worker.reading;

import io.recordsync.store.Store;
import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.ConflictStore.Row;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.delivery.Standing;
import io.recordsync.store.ledger.Acceptance.Result;
import io.recordsync.store.ledger.Accepted;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.Sources;
import io.recordsync.worker.reading.Judgement.Counts;
import io.recordsync.worker.reading.Judgement.Verdict;
import io.recordsync.worker.reading.Readings.Page;
import io.recordsync.worker.reading.Readings.Read;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The judgement of one page, within one transaction. Used by one thread. */
final class PageJudgement {

    /** The largest number of characters of a door, so that its bytes always fit. */
    private static final int MAX_DOOR = 120;

    private final Store store;
    private final Sides sides;
    private final Page page;
    private final Map<SeenRow, Judgement> judgements = new LinkedHashMap<>();
    private final Map<RecordKey, SeenRow> byRecord = new LinkedHashMap<>();

    PageJudgement(Store store, Sides sides, Page page) {
        this.store = store;
        this.sides = sides;
        this.page = page;
    }

    /** Judges each row, and returns the changes that come of it. Called again if the transaction is repeated. */
    List<Change> judge() {
        judgements.clear();
        byRecord.clear();
        Map<RowPlace, Counterpart> unlocked = store.counterparts().at(page.places());
        Set<RowPlace> shownTwice = page.shownTwice();
        page.rows().forEach(row -> {
            if (shownTwice.contains(page.place(row))) {
                judgements.put(row, Judgement.of(Verdict.AMBIGUOUS));
            } else {
                identify(row, unlocked);
            }
        });
        Locked locked = lock();
        Judge judge = new Judge(sides, store.standings().now());
        byRecord.forEach((key, row) -> judgements.put(row, judge(judge, key, row, locked, unlocked)));
        List<Change> changes = new ArrayList<>();
        byRecord.forEach((key, row) ->
                change(key, row, Objects.requireNonNull(judgements.get(row))).ifPresent(changes::add));
        return changes;
    }

    private void identify(SeenRow row, Map<RowPlace, Counterpart> unlocked) {
        switch (RecordIdentity.of(row, counterpart(row, unlocked), sides.reading())) {
            case RecordIdentity.Unknown(Verdict verdict) -> judgements.put(row, Judgement.of(verdict));
            case RecordIdentity.Of(RecordKey key) -> {
                if (byRecord.putIfAbsent(key, row) != null) {
                    judgements.put(row, Judgement.of(Verdict.AMBIGUOUS));
                }
            }
        }
    }

    private Counterpart counterpart(SeenRow row, Map<RowPlace, Counterpart> known) {
        RowPlace place = page.place(row);
        return known.getOrDefault(place, Counterpart.of(place, page.entity()));
    }

    /**
     * What the ledger knows, read under the locks.
     *
     * @param living the records' living rows at the system
     */
    private record Locked(
            Map<RecordKey, Image> images,
            Map<RecordKey, Standing> standings,
            Map<RowPlace, Counterpart> counterparts,
            Map<RecordKey, Counterpart> living,
            Map<RowPlace, List<Conflict>> conflicts) {}

    /** All transactions lock in this order: images, deliveries, counterparts. */
    private Locked lock() {
        Set<RecordKey> keys = byRecord.keySet();
        return new Locked(
                store.acceptance().lock(keys),
                store.standings().lock(keys, page.system()),
                store.counterparts().lock(page.places()),
                store.counterparts().of(keys, page.system()),
                store.conflicts()
                        .openAt(page.places().stream()
                                .map(place -> new Row(place, page.entity()))
                                .toList()));
    }

    private Judgement judge(
            Judge judge, RecordKey key, SeenRow row, Locked locked, Map<RowPlace, Counterpart> unlocked) {
        RowPlace place = page.place(row);
        Counterpart other = locked.living().get(key);
        if (other != null && !other.place().equals(place)) {
            return Judgement.of(Verdict.AMBIGUOUS);
        }
        if (!Objects.equals(unlocked.get(place), locked.counterparts().get(place))) {
            // Another transaction has judged the row meanwhile, perhaps as another record's.
            return Judgement.of(Verdict.LATER);
        }
        return judge.judge(
                row,
                new Known(
                        locked.images().getOrDefault(key, Image.none(key)),
                        counterpart(row, locked.counterparts()),
                        locked.standings().getOrDefault(key, Standing.NONE),
                        locked.conflicts().getOrDefault(place, List.of())));
    }

    private Optional<Change> change(RecordKey key, SeenRow row, Judgement judgement) {
        String eventKey = page.name() + "#" + row.row().externalId();
        String door = cut("read:" + eventKey);
        if (judgement.operation().isEmpty()) {
            return judgement.touched() ? Optional.of(Change.touch(eventKey, key, door)) : Optional.empty();
        }
        Instant madeAt = row.changedAt(row.asked());
        return Optional.of(new Change(
                eventKey,
                key,
                Sources.ofSystem(page.system()),
                judgement.operation().get(),
                Form.PATCH,
                null,
                judgement.patch(),
                Set.of(),
                null,
                door,
                madeAt));
    }

    private static String cut(String door) {
        return door.length() <= MAX_DOOR ? door : door.substring(0, MAX_DOOR);
    }

    /** Writes the bases of all rows whose change the ledger has taken. */
    Read write(List<Accepted> answers) {
        Map<RecordKey, Result> results =
                answers.stream().collect(Collectors.toMap(one -> one.change().key(), Accepted::result));
        List<Judgement> taken = new ArrayList<>();
        byRecord.forEach((key, row) -> {
            Result result = results.getOrDefault(key, Result.UNCHANGED);
            if (result == Result.CHANGED || result == Result.UNCHANGED) {
                Judgement judgement = Objects.requireNonNull(judgements.get(row));
                taken.add(judgement);
                Row place = new Row(page.place(row), page.entity());
                store.conflicts().close(place, judgement.closed(), "moved", "recordsync");
            }
        });
        store.counterparts()
                .write(
                        taken.stream()
                                .flatMap(one -> one.counterpart().stream())
                                .toList(),
                        sides.hashes().keyId());
        store.conflicts()
                .open(taken.stream().flatMap(one -> one.opened().stream()).toList());
        store.conflicts()
                .keep(taken.stream().flatMap(one -> one.lost().stream()).toList());
        return new Read(verdicts(), changed(answers), counts(taken), again());
    }

    private static Counts counts(List<Judgement> taken) {
        return taken.stream().map(Judgement::counts).reduce(Counts.NONE, Counts::plus);
    }

    private List<Again> again() {
        List<Again> again = new ArrayList<>();
        judgements.forEach((row, judgement) -> why(judgement.verdict())
                .ifPresent(why -> again.add(new Again(row.row().externalId(), why))));
        return again;
    }

    private static Optional<Why> why(Verdict verdict) {
        return switch (verdict) {
            case LATER -> Optional.of(Why.LATER);
            case AMBIGUOUS -> Optional.of(Why.AMBIGUOUS);
            default -> Optional.empty();
        };
    }

    private List<Verdict> verdicts() {
        return page.rows().stream()
                .map(row -> Objects.requireNonNull(judgements.get(row)).verdict())
                .toList();
    }

    private static List<RecordKey> changed(List<Accepted> answers) {
        return answers.stream()
                .filter(Accepted::toBeTold)
                .map(one -> one.change().key())
                .toList();
    }
}
