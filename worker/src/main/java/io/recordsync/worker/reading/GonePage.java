package io.recordsync.worker.reading;

import io.recordsync.rules.Deletes;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.ConflictStore;
import io.recordsync.store.counterpart.ConflictStore.Place;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.delivery.GoneDeliveries.Next;
import io.recordsync.store.delivery.Standing;
import io.recordsync.store.ledger.Acceptance.Judged;
import io.recordsync.store.ledger.Accepted;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.Sources;
import io.recordsync.store.reading.GoneRow;
import io.recordsync.worker.reading.GoneRows.Applied;
import io.recordsync.worker.reading.GoneRows.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The deletes of one page, within one transaction. Used by one thread. */
final class GonePage {

    private final Store store;
    private final Sides sides;
    private final Page page;

    private final List<Counterpart> ended = new ArrayList<>();
    private final List<Counterpart> linked = new ArrayList<>();
    private final Map<RecordKey, Next> deliveries = new LinkedHashMap<>();
    private final Map<RecordKey, String> moved = new LinkedHashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final Set<String> putOff = new HashSet<>();

    GonePage(Store store, Sides sides, Page page) {
        this.store = store;
        this.sides = sides;
        this.page = page;
    }

    /** Decides about each row, and returns the changes that come of it. Called again if the transaction is repeated. */
    Judged judge() {
        clear();
        Map<RowPlace, Counterpart> known = store.counterparts().at(places());
        Set<RecordKey> keys =
                known.values().stream().flatMap(one -> one.record().stream()).collect(Collectors.toSet());
        Map<RecordKey, Image> images = store.acceptance().lock(keys);
        Map<RecordKey, Standing> standings = store.standings().lock(keys, page.system());
        Map<RecordKey, List<String>> others = others(keys);
        Map<RowPlace, Counterpart> locked = store.counterparts().lock(places(others));
        Instant now = store.standings().now();
        for (GoneRow row : page.rows()) {
            RowPlace place = page.place(row.externalId());
            Optional<Counterpart> living =
                    Optional.ofNullable(locked.get(place)).filter(one -> !one.isGone());
            living.ifPresent(counterpart -> {
                if (isHeldBack(counterpart, row, known.get(place), standings)) {
                    putOff.add(row.externalId());
                } else {
                    end(counterpart, row, now);
                    counterpart
                            .record()
                            .ifPresent(key -> decide(
                                    counterpart,
                                    row,
                                    images.getOrDefault(key, Image.none(key)),
                                    stillFree(others.getOrDefault(key, List.of()), locked)));
                }
            });
        }
        return new Judged(List.copyOf(changes), Set.of());
    }

    /** Whether the row may be there: it was judged since it was asked for, or an attempt works on it. */
    private static boolean isHeldBack(
            Counterpart counterpart, GoneRow row, @Nullable Counterpart known, Map<RecordKey, Standing> standings) {
        Standing standing = counterpart.record().map(standings::get).orElse(Standing.NONE);
        return !counterpart.equals(known) || standing.leased() || isSeenSince(counterpart, row);
    }

    private List<String> stillFree(List<String> others, Map<RowPlace, Counterpart> locked) {
        return others.stream()
                .filter(id -> Optional.ofNullable(locked.get(page.place(id)))
                        .filter(one -> !one.isGone() && one.recordId().isEmpty())
                        .isPresent())
                .toList();
    }

    private void clear() {
        ended.clear();
        linked.clear();
        deliveries.clear();
        moved.clear();
        changes.clear();
        putOff.clear();
    }

    private List<RowPlace> places() {
        return page.rows().stream().map(row -> page.place(row.externalId())).toList();
    }

    private Map<RecordKey, List<String>> others(Collection<RecordKey> keys) {
        return keys.isEmpty() ? Map.of() : store.deletes().ambiguous().of(places().getFirst(), page.entity(), keys);
    }

    /** The rows, and those that may take their places. */
    private List<RowPlace> places(Map<RecordKey, List<String>> others) {
        return Stream.concat(
                        places().stream(),
                        others.values().stream().flatMap(List::stream).map(page::place))
                .toList();
    }

    private static boolean isSeenSince(Counterpart counterpart, GoneRow row) {
        return counterpart
                .askedAt()
                .filter(seen -> row.askedAt().filter(seen::isAfter).isPresent())
                .isPresent();
    }

    /** What a call without an answer may have written stays noted: the row may come back with it. */
    private void end(Counterpart counterpart, GoneRow row, Instant now) {
        ended.add(counterpart.with(
                draft -> draft.gone(Optional.of(now), row.mergedInto()).rowHash(Optional.empty())));
    }

    private void decide(Counterpart counterpart, GoneRow row, Image image, List<String> others) {
        if (others.size() == 1) {
            move(counterpart, image.key(), others.getFirst());
            return;
        }
        Next next = next(counterpart, row, image, !others.isEmpty());
        deliveries.put(image.key(), next);
        String eventKey = "gone:" + page.name() + "#" + row.externalId();
        if (next == Next.DELETED) {
            changes.add(delete(eventKey, image.key(), row));
        } else if (next == Next.DUE) {
            changes.add(Change.touch(eventKey, image.key(), PageResults.cut(eventKey)));
        }
    }

    /** The record has another row there, which is judged as on first contact: its values may be old ones. */
    private void move(Counterpart counterpart, RecordKey key, String externalId) {
        linked.add(Counterpart.of(page.place(externalId), counterpart.entity())
                .with(draft -> draft.recordId(Optional.of(key.recordId()))));
        moved.put(key, externalId);
    }

    private Next next(Counterpart counterpart, GoneRow row, Image image, boolean isUnsure) {
        if (image.deleted() || image.revision() == 0) {
            return Next.ENDED;
        }
        boolean isMerged = row.mergedInto().isPresent();
        return switch (isUnsure
                ? Deletes.KEEP
                : page.deletes().orElse(sides.reading().deletes())) {
            case KEEP -> Next.GONE;
            case RECREATE -> isMerged ? Next.GONE : Next.DUE;
            case FOLLOW -> followed(counterpart, image, isMerged);
        };
    }

    /** What the system was not given is newer than the delete: the record stays. */
    private Next followed(Counterpart counterpart, Image image, boolean isMerged) {
        if (!hasNews(counterpart, image)) {
            return Next.DELETED;
        }
        return isMerged ? Next.GONE : Next.DUE;
    }

    private boolean hasNews(Counterpart counterpart, Image image) {
        return sides.given(image.key(), image.fields()).entrySet().stream().anyMatch(one -> {
            String hash = sides.hash(page.tenant(), one.getKey(), one.getValue());
            return !counterpart.field(one.getKey()).isGiven(hash)
                    && !counterpart.field(one.getKey()).isShown(hash);
        });
    }

    private Change delete(String eventKey, RecordKey key, GoneRow row) {
        return new Change(
                eventKey,
                key,
                Sources.ofSystem(page.system()),
                Operation.DELETE,
                Form.SNAPSHOT,
                null,
                Map.of(),
                Set.of(),
                null,
                PageResults.cut(eventKey),
                row.modified().orElse(null));
    }

    Applied write(List<Accepted> answers) {
        closeConflicts();
        List<Counterpart> all = new ArrayList<>(ended);
        all.addAll(linked);
        store.deletes().deliveries().end(deliveries, page.system());
        store.deletes().deliveries().move(moved, page.system());
        store.counterparts().write(all, sides.hashes().keyId());
        readMoved();
        Set<String> done = page.rows().stream().map(GoneRow::externalId).collect(Collectors.toCollection(HashSet::new));
        done.removeAll(putOff);
        List<RecordKey> changed = answers.stream()
                .filter(Accepted::toBeTold)
                .map(one -> one.change().key())
                .toList();
        return new Applied(changed, ended.size() - (long) moved.size(), Set.copyOf(done), Set.copyOf(putOff));
    }

    private void readMoved() {
        ReaderKey reader = new ReaderKey(page.tenant(), page.system(), page.entity());
        store.readAgain().remove(reader, moved.values());
        store.readAgain()
                .add(
                        reader,
                        moved.values().stream()
                                .map(id -> new Again(id, Why.LATER))
                                .toList());
    }

    /** Nothing is left to decide about a row that is gone, nor which record the other row is. */
    private void closeConflicts() {
        List<ConflictStore.Row> rows = new ArrayList<>();
        ended.forEach(one -> rows.add(new ConflictStore.Row(one.place(), one.entity())));
        linked.forEach(one -> rows.add(new ConflictStore.Row(one.place(), one.entity())));
        if (!rows.isEmpty()) {
            Map<RowPlace, List<Conflict>> open = new HashMap<>(store.conflicts().openAt(rows));
            store.conflicts()
                    .close(
                            open.values().stream()
                                    .flatMap(List::stream)
                                    .map(one -> new Place(new ConflictStore.Row(one.place(), one.entity()), one.path()))
                                    .toList(),
                            "gone",
                            "recordsync");
        }
    }
}
