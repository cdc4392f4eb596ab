package io.recordsync.worker.reading;

import io.recordsync.store.Store;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.ConflictStore.Row;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.delivery.Standing;
import io.recordsync.store.ledger.Acceptance.Judged;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.reading.Judgement.Verdict;
import io.recordsync.worker.reading.Readings.Page;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The judgement of one page, within one transaction. Used by one thread. */
final class PageJudgement {

    private final Store store;
    private final Sides sides;
    private final Page shown;
    private final PageResults results;
    private final PageNews news;
    private Page page;
    private HeldFields held = HeldFields.NONE;
    private @Nullable FieldWatch watch;

    PageJudgement(Store store, Sides sides, Page page, PageResults results) {
        this.store = store;
        this.sides = sides;
        this.shown = page;
        this.page = page;
        this.results = results;
        this.news = new PageNews(store, sides, page);
    }

    /**
     * Judges each row, and returns the changes that come of it. Called again if the transaction is repeated.
     *
     * @throws TooMuchNewsException if more rows have news than one transaction is to take
     */
    Judged judge() {
        held = new HeldFields(store.deletes().fields().of(new ReaderKey(page.tenant(), page.system(), page.entity())));
        watch = shown.watch()
                .map(by -> new FieldWatch(store, sides, shown, by, held))
                .orElse(null);
        if (watch != null) {
            held = watch.ofPlace();
        }
        page = shown.without(held.stopped());
        Judged judged = judgePage();
        Set<String> stopped = watch == null ? Set.of() : watch.stop();
        if (stopped.isEmpty()) {
            return judged;
        }
        watch = null;
        page = page.without(stopped);
        return judgePage();
    }

    private Judged judgePage() {
        results.clear(page);
        List<SeenRow> named = page.rows().stream()
                .filter(row -> !isUnreadable(row, () -> UnreadableRow.checkId(row)))
                .toList();
        Set<SeenRow> rows = news().among(named, held);
        results.judges(rows);
        if (rows.isEmpty()) {
            return new Judged(List.of(), Set.of());
        }
        rows.removeIf(row -> isUnreadable(row, () -> UnreadableRow.checkContent(row, sides)));
        Map<RowPlace, Counterpart> known = store.counterparts().at(places(rows));
        rows.removeIf(row -> isUnchanged(row, known));
        if (rows.isEmpty()) {
            return new Judged(List.of(), Set.of());
        }
        Map<SeenRow, RecordIdentity> identities = identify(rows, known);
        Locked locked = lock(identities);
        identities.forEach((row, identity) -> isUnreadable(row, () -> judge(row, identity, known, locked)));
        return new Judged(results.changes(), locked.absent());
    }

    private PageNews news() {
        return page == shown ? news : new PageNews(store, sides, page);
    }

    private boolean isUnreadable(SeenRow row, Runnable reading) {
        try {
            reading.run();
            return false;
        } catch (IllegalArgumentException | IllegalStateException e) {
            results.unreadable(row, e);
            return true;
        }
    }

    /** An unchanged row is not locked: nothing comes of it. */
    private boolean isUnchanged(SeenRow row, Map<RowPlace, Counterpart> known) {
        Counterpart counterpart = known.get(page.place(row));
        boolean isUnchanged = counterpart != null
                && !page.wish().concerns(counterpart)
                && !held.concerns(counterpart)
                && Judge.isUnchanged(counterpart, sides.hashOfRow(page.tenant(), row), row.byId());
        if (isUnchanged) {
            results.judged(row, Judgement.of(Verdict.UNCHANGED));
        }
        return isUnchanged;
    }

    private Map<SeenRow, RecordIdentity> identify(Set<SeenRow> rows, Map<RowPlace, Counterpart> known) {
        Set<RowPlace> twice = shownTwice(rows);
        List<SeenRow> clear =
                rows.stream().filter(row -> !twice.contains(page.place(row))).toList();
        Map<SeenRow, RecordIdentity> identities = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> twice.contains(page.place(row)))
                .forEach(row -> identities.put(row, new RecordIdentity.Ambiguous(Set.of())));
        identities.putAll(new Identification(store, sides, page, known).of(clear));
        return identities;
    }

    /** The places that have several rows of different content: it cannot be said which of them is right. */
    private Set<RowPlace> shownTwice(Collection<SeenRow> rows) {
        Set<RowPlace> seen = new HashSet<>();
        Set<RowPlace> twice = new HashSet<>();
        places(rows).stream().filter(place -> !seen.add(place)).forEach(twice::add);
        return twice;
    }

    private List<RowPlace> places(Collection<SeenRow> rows) {
        return rows.stream().map(page::place).toList();
    }

    /**
     * What the ledger knows, read under the locks.
     *
     * @param living the records' living rows at the system
     */
    private record Locked(
            Set<RecordKey> keys,
            Judge judge,
            Map<RecordKey, Image> images,
            Map<RecordKey, Standing> standings,
            Map<RowPlace, Counterpart> counterparts,
            Map<RecordKey, Counterpart> living,
            Map<RowPlace, List<Conflict>> conflicts) {

        Set<RecordKey> absent() {
            Set<RecordKey> absent = new HashSet<>(keys);
            absent.removeAll(images.keySet());
            return absent;
        }

        List<Conflict> conflicts(RowPlace place) {
            return conflicts.getOrDefault(place, List.of());
        }
    }

    /** All transactions lock in this order: images, deliveries, counterparts. */
    private Locked lock(Map<SeenRow, RecordIdentity> identities) {
        Set<RecordKey> keys = new LinkedHashSet<>();
        identities.values().forEach(identity -> {
            if (identity instanceof RecordIdentity.Of(RecordKey key, Counterpart as)) {
                keys.add(key);
            }
        });
        List<RowPlace> places = places(identities.keySet());
        Map<RecordKey, Image> images = store.acceptance().lock(keys);
        Map<RecordKey, Standing> standings = store.standings().lock(keys, page.system());
        return new Locked(
                keys,
                new Judge(sides, store.standings().now(), page.wish(), held),
                images,
                standings,
                store.counterparts().lock(places),
                store.counterparts().of(keys, page.system()),
                store.conflicts()
                        .openAt(places.stream()
                                .map(place -> new Row(place, page.entity()))
                                .toList()));
    }

    private void judge(SeenRow row, RecordIdentity identity, Map<RowPlace, Counterpart> known, Locked locked) {
        RowPlace place = page.place(row);
        Counterpart counterpart = counterpart(place, locked.counterparts());
        if (!counterpart.equals(counterpart(place, known))) {
            // Another transaction has judged the row meanwhile, perhaps as another record's.
            results.later(row, Why.LATER);
            return;
        }
        switch (identity) {
            case RecordIdentity.Of(RecordKey key, Counterpart as) -> judge(row, key, as, locked);
            case RecordIdentity.Ambiguous(Set<String> ids) -> ambiguous(row, counterpart, ids);
            case RecordIdentity.NotWanted none -> notWanted(row, counterpart);
            case RecordIdentity.Later(Why why) -> results.later(row, why);
            case RecordIdentity.Unreadable(RuntimeException why) -> results.unreadable(row, why);
        }
    }

    /** Every way to a record ends here if the record has another living row. */
    private void judge(SeenRow row, RecordKey key, Counterpart as, Locked locked) {
        RowPlace place = page.place(row);
        Optional<Counterpart> other = Optional.ofNullable(locked.living().get(key))
                .filter(one -> !one.place().equals(place));
        if (other.isPresent()) {
            ambiguous(row, counterpart(place, locked.counterparts()), Set.of(key.recordId()));
            return;
        }
        Known known = new Known(
                locked.images().getOrDefault(key, Image.none(key)),
                as,
                locked.standings().getOrDefault(key, Standing.NONE),
                locked.conflicts(place));
        if (isLeftToRun(row, as)) {
            results.later(row, Why.LATER);
            return;
        }
        Judgement judgement = locked.judge().judge(row, known);
        if (watch != null && judgement.verdict() != Verdict.LATER) {
            watch.see(row, known);
        }
        if (judgement.verdict() == Verdict.AMBIGUOUS) {
            ambiguous(row, counterpart(place, locked.counterparts()), Set.of(key.recordId()));
        } else {
            results.judged(row, known, judgement);
        }
    }

    /** A delivery cannot know how many rows went back in time: a run finds that out before any of them is judged. */
    private boolean isLeftToRun(SeenRow row, Counterpart known) {
        return shown.watch().isEmpty() && new RowsBack(sides.reading(), sides.hashes()).is(row, known);
    }

    /** Nothing flows. A row that was a record's keeps its record until it is decided. */
    private void ambiguous(SeenRow row, Counterpart counterpart, Set<String> recordIds) {
        Set<String> candidates = new LinkedHashSet<>(recordIds);
        counterpart.recordId().ifPresent(candidates::add);
        Conflict conflict = new Conflict(
                page.place(row),
                page.entity(),
                Conflict.WHOLE_ROW,
                Optional.empty(),
                Conflict.Kind.AMBIGUOUS,
                sides.shown(page.tenant(), row, sides.reading().readFields()),
                candidates.stream().sorted().toList(),
                null);
        results.judged(row, Judgement.ambiguous(counterpart.with(draft -> draft.rowHash(Optional.empty())), conflict));
    }

    private void notWanted(SeenRow row, Counterpart counterpart) {
        Counterpart judged = Counterpart.of(counterpart.place(), page.entity())
                .with(draft -> draft.apart(counterpart.apart())
                        .judged(
                                Optional.of(sides.hashOfRow(page.tenant(), row)),
                                row.row().modified(),
                                row.asked()));
        results.judged(row, Judgement.of(Verdict.NOT_WANTED).with(judged));
    }

    private Counterpart counterpart(RowPlace place, Map<RowPlace, Counterpart> known) {
        return Objects.requireNonNullElseGet(known.get(place), () -> Counterpart.of(place, page.entity()));
    }
}
