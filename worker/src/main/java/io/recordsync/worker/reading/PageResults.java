package io.recordsync.worker.reading;

import io.recordsync.process.LogFields;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.ConflictStore.Place;
import io.recordsync.store.counterpart.ConflictStore.Row;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.ledger.Acceptance.Result;
import io.recordsync.store.ledger.Accepted;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.Sources;
import io.recordsync.store.ledger.StorableValues;
import io.recordsync.store.reading.SampleStore.Sample;
import io.recordsync.worker.reading.Judgement.Counts;
import io.recordsync.worker.reading.Judgement.Verdict;
import io.recordsync.worker.reading.Readings.Page;
import io.recordsync.worker.reading.Readings.Read;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the judgement of a page's rows has found, and writing it. Used by one thread. */
final class PageResults {

    private static final Logger LOG = LoggerFactory.getLogger(PageResults.class);

    /** The largest number of characters of a door, so that its bytes always fit. */
    private static final int MAX_DOOR = 120;

    private static final int MAX_ID_SHOWN = 100;

    private final Store store;
    private final Sides sides;
    private Page page;
    private final Supplier<String> errorIds;
    private final Map<SeenRow, Judgement> judgements = new LinkedHashMap<>();
    private final Map<SeenRow, Change> changes = new LinkedHashMap<>();
    private final Map<SeenRow, Why> again = new LinkedHashMap<>();
    private final Set<RecordKey> returned = new LinkedHashSet<>();
    private final Map<SeenRow, Known> knowns = new HashMap<>();
    private final Map<SeenRow, RuntimeException> unreadable = new LinkedHashMap<>();
    private Set<SeenRow> judged = Set.of();

    PageResults(Store store, Sides sides, Page page, Supplier<String> errorIds) {
        this.store = store;
        this.sides = sides;
        this.page = page;
        this.errorIds = errorIds;
    }

    /** Begins anew, with the rows of this page. */
    void clear(Page of) {
        page = of;
        returned.clear();
        knowns.clear();
        judgements.clear();
        changes.clear();
        again.clear();
        unreadable.clear();
        judged = Set.of();
    }

    /** The readable rows with news. All others show what they showed when they were judged. */
    void judges(Collection<SeenRow> rows) {
        judged = Set.copyOf(rows);
    }

    void later(SeenRow row, Why why) {
        judgements.put(row, Judgement.of(Verdict.LATER));
        again.put(row, why);
    }

    void unreadable(SeenRow row, RuntimeException why) {
        judgements.put(row, Judgement.of(Verdict.UNREADABLE));
        unreadable.put(row, why);
    }

    /** A row that changes no record. */
    void judged(SeenRow row, Judgement judgement) {
        judgements.put(row, judgement);
        if (judgement.verdict() == Verdict.AMBIGUOUS) {
            again.put(row, Why.AMBIGUOUS);
        }
    }

    /** @throws IllegalArgumentException if the ledger cannot store what the row shows */
    void judged(SeenRow row, Known known, Judgement judgement) {
        if (judgement.verdict() == Verdict.LATER) {
            later(row, Why.LATER);
            return;
        }
        knowns.put(row, known);
        change(known.key(), row, judgement).ifPresent(change -> changes.put(row, change));
        judgements.put(row, judgement);
        if (known.isReturned()) {
            returned.add(known.key());
        }
    }

    List<Change> changes() {
        return List.copyOf(changes.values());
    }

    private Optional<Change> change(RecordKey key, SeenRow row, Judgement judgement) {
        String eventKey = page.name() + "#" + row.row().externalId();
        String door = cut("read:" + eventKey);
        if (judgement.operation().isEmpty()) {
            return judgement.touched() ? Optional.of(Change.touch(eventKey, key, door)) : Optional.empty();
        }
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
                row.changedAt(row.asked())));
    }

    /** A door that is not too long. */
    static String cut(String door) {
        return door.length() <= MAX_DOOR ? door : door.substring(0, MAX_DOOR);
    }

    /** Writes the bases of all rows whose change the ledger has taken. */
    Read write(List<Accepted> answers) {
        Map<RecordKey, Result> results =
                answers.stream().collect(Collectors.toMap(one -> one.change().key(), Accepted::result));
        changes.forEach((row, change) -> {
            Result result = results.get(change.key());
            if (result != Result.CHANGED && result != Result.UNCHANGED) {
                notTaken(row, change);
            }
        });
        store.standings().returned(returned, page.system());
        writeAll(judgements.values());
        unreadable.forEach(this::warn);
        return new Read(verdicts(), changed(answers), counts(), again());
    }

    /** Nothing of the row counts as known, so that it is judged again. */
    private void notTaken(SeenRow row, Change change) {
        Conflict conflict = new Conflict(
                page.place(row),
                page.entity(),
                Conflict.WHOLE_ROW,
                Optional.of(change.key().recordId()),
                Conflict.Kind.NOT_TAKEN,
                sides.shown(page.tenant(), row, sides.reading().readFields()),
                null,
                change.fields());
        judgements.put(row, Judgement.of(Verdict.CONFLICT).with(conflict));
        again.put(row, Why.NOT_TAKEN);
    }

    private void writeAll(Collection<Judgement> taken) {
        List<Place> closed = new ArrayList<>();
        judgements.forEach((row, judgement) -> judgement
                .closed()
                .forEach(path -> closed.add(new Place(new Row(page.place(row), page.entity()), path))));
        store.conflicts().close(closed, "moved", "recordsync");
        // A row that the page shows in two states is ambiguous, once.
        Map<RowPlace, Counterpart> counterparts = new LinkedHashMap<>();
        Map<Place, Conflict> opened = new LinkedHashMap<>();
        taken.forEach(one -> {
            one.counterpart().ifPresent(counterpart -> counterparts.put(counterpart.place(), counterpart));
            one.opened().forEach(conflict -> opened.put(placeOf(conflict), conflict));
        });
        store.counterparts().write(counterparts.values(), sides.hashes().keyId());
        store.standings()
                .link(
                        counterparts.values().stream()
                                .filter(row -> !row.isGone())
                                .flatMap(row -> row.record().stream())
                                .toList(),
                        page.system());
        store.conflicts().open(opened.values());
        store.conflicts()
                .keep(taken.stream().flatMap(one -> one.lost().stream()).toList());
    }

    private static Place placeOf(Conflict conflict) {
        return new Place(new Row(conflict.place(), conflict.entity()), conflict.path());
    }

    private void warn(SeenRow row, RuntimeException why) {
        String id = StorableValues.shown(row.row().externalId(), MAX_ID_SHOWN);
        String errorId = errorIds.get();
        LogFields.ofError(errorId)
                .during(() -> LOG.warn(
                        "The row {} of {} {} was passed over, because the ledger cannot store it: {}. It is judged"
                                + " again when it changes or with the next full read. Error {}.",
                        id,
                        page.system(),
                        page.object(),
                        UnreadableRow.reason(why),
                        errorId));
    }

    /** The rows that change something, or need a person. */
    List<Sample> samples() {
        Differences differences = new Differences(sides);
        return judgements.entrySet().stream()
                .flatMap(one ->
                        differences
                                .of(one.getKey(), one.getValue(), Optional.ofNullable(knowns.get(one.getKey())))
                                .stream())
                .toList();
    }

    private List<Verdict> verdicts() {
        return judgements.isEmpty() && judged.isEmpty()
                ? Collections.nCopies(page.rows().size(), Verdict.UNCHANGED)
                : page.rows().stream().map(this::verdict).toList();
    }

    private Verdict verdict(SeenRow row) {
        Judgement judgement = judgements.get(row);
        return judgement == null && !judged.contains(row)
                ? Verdict.UNCHANGED
                : Objects.requireNonNull(judgement).verdict();
    }

    private Counts counts() {
        return judgements.values().stream().map(Judgement::counts).reduce(Counts.NONE, Counts::plus);
    }

    private List<Again> again() {
        return again.entrySet().stream()
                .map(one -> new Again(one.getKey().row().externalId(), one.getValue()))
                .distinct()
                .toList();
    }

    private static List<RecordKey> changed(List<Accepted> answers) {
        return answers.stream()
                .filter(Accepted::toBeTold)
                .map(one -> one.change().key())
                .toList();
    }
}
