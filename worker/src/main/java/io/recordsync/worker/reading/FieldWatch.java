package io.recordsync.worker.reading;

import io.recordsync.store.Store;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.FieldBase;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.reading.HeldField;
import io.recordsync.store.reading.HeldField.Kind;
import io.recordsync.store.reading.HeldFieldStore.Tally;
import io.recordsync.worker.reading.Readings.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what the rows of a page have lost or show in another form, and stops the fields of which it is too much. */
final class FieldWatch {

    private static final Logger LOG = LoggerFactory.getLogger(FieldWatch.class);

    /** Counts the rows that show anything new. */
    private static final String ANY = "";

    private final Store store;
    private final Sides sides;
    private final Page page;
    private final Readings.Watch watch;
    private HeldFields held;
    private final Map<String, Tally> found = new LinkedHashMap<>();
    private final Map<String, String> examples = new HashMap<>();

    FieldWatch(Store store, Sides sides, Page page, Readings.Watch watch, HeldFields held) {
        this.store = store;
        this.sides = sides;
        this.page = page;
        this.watch = watch;
        this.held = held;
    }

    private ReaderKey reader() {
        return new ReaderKey(page.tenant(), page.system(), page.entity());
    }

    /** Stops the fields that the place does not have any more, and lets go those that it has again. */
    HeldFields ofPlace() {
        if (!watch.isFile() || page.rows().isEmpty()) {
            return held;
        }
        Set<String> shown = sides.reading().readFields().stream()
                .filter(field -> page.rows().stream().anyMatch(row -> row.shows(field)))
                .collect(Collectors.toSet());
        Set<String> gone = new HashSet<>(sides.reading().readFields());
        gone.removeAll(shown);
        gone.removeAll(held.absent());
        Set<String> back = held.absent().stream().filter(shown::contains).collect(Collectors.toSet());
        if (gone.isEmpty() && back.isEmpty()) {
            return held;
        }
        if (!gone.isEmpty()) {
            hold(gone.stream().map(field -> stop(field, Kind.ABSENT, 0)).toList());
        }
        if (!back.isEmpty()) {
            store.deletes().fields().returned(reader(), back);
            LOG.info(
                    "{} {} has {} again, which is read and written from now on",
                    page.system(),
                    page.object(),
                    String.join(", ", back.stream().sorted().toList()));
        }
        held = new HeldFields(store.deletes().fields().of(reader()));
        return held;
    }

    /** Counts a row that was judged. */
    void see(SeenRow row, Known known) {
        Counterpart counterpart = known.counterpart();
        if (counterpart.isWithoutBase() || known.image().deleted()) {
            return;
        }
        List<String> changed = sides.reading().readFields().stream()
                .filter(row::shows)
                .filter(field -> isChanged(row, counterpart, field))
                .toList();
        if (!changed.isEmpty()) {
            add(ANY, new Tally(1, 0));
            Map<String, @Nullable Object> ours =
                    sides.given(known.key(), known.image().fields());
            changed.stream()
                    .filter(field -> !held.decided().contains(field))
                    .forEach(field -> see(field, ours.get(field), row.value(field)));
        }
    }

    private boolean isChanged(SeenRow row, Counterpart counterpart, String field) {
        FieldBase base = counterpart.field(field);
        return !base.isUnknown() && !base.knows(sides.hash(page.tenant(), field, row.value(field)));
    }

    private void see(String field, @Nullable Object ours, @Nullable Object shown) {
        if (ours != null && isBlank(shown)) {
            add(field, new Tally(1, 0));
        } else if (watch.isFile() && FormOnly.is(ours, shown)) {
            add(field, new Tally(0, 1));
            examples.putIfAbsent(field, FormOnly.masked(ours) + " as " + FormOnly.masked(shown));
        }
    }

    private static boolean isBlank(@Nullable Object shown) {
        return shown == null || shown instanceof String text && text.isBlank();
    }

    private void add(String field, Tally more) {
        found.merge(field, more, Tally::plus);
    }

    /** Adds what was seen to what the run has found before, and stops the fields of which it is too much by now. */
    Set<String> stop() {
        if (found.isEmpty()) {
            return Set.of();
        }
        Map<String, Tally> sums = store.deletes().fields().count(watch.run(), found);
        long changed = sums.getOrDefault(ANY, Tally.NONE).blanks();
        List<HeldField> stopped = new ArrayList<>();
        sums.forEach((field, tally) -> {
            if (field.equals(ANY)) {
                return;
            }
            if (Guards.isBlanking(tally.blanks(), changed)) {
                stopped.add(stop(field, Kind.BLANKS, tally.blanks()));
            } else if (Guards.isRewriting(tally.forms(), changed)) {
                stopped.add(stop(field, Kind.FORMS, tally.forms()));
            }
        });
        if (!stopped.isEmpty()) {
            hold(stopped);
        }
        return stopped.stream().map(HeldField::field).collect(Collectors.toSet());
    }

    private HeldField stop(String field, Kind kind, long rows) {
        return new HeldField(field, kind, watch.run(), rows, Optional.empty(), Optional.empty());
    }

    private void hold(List<HeldField> fields) {
        store.deletes().fields().hold(reader(), watch.run(), fields);
        fields.forEach(this::alert);
    }

    private void alert(HeldField field) {
        switch (field.kind()) {
            case ABSENT ->
                LOG.warn(
                        "{} {} does not have the field {} any more. It is neither read nor written until it is there"
                                + " again. No value of it is cleared.",
                        page.system(),
                        page.object(),
                        field.field());
            case BLANKS ->
                LOG.warn(
                        "{} rows of {} {} have lost the field {}. It is neither read nor written before a person"
                                + " decides: `recordsync approve {}` clears the values, `recordsync reject {}` writes"
                                + " them again.",
                        field.rows(),
                        page.system(),
                        page.object(),
                        field.field(),
                        watch.run(),
                        watch.run());
            case FORMS ->
                LOG.warn(
                        "{} rows of {} {} show the field {} in another form, such as {}. It is neither read nor"
                                + " written before a person decides: `recordsync approve {}` takes what they show,"
                                + " `recordsync reject {}` writes our values again.",
                        field.rows(),
                        page.system(),
                        page.object(),
                        field.field(),
                        examples.getOrDefault(field.field(), "numbers without zeros"),
                        watch.run(),
                        watch.run());
        }
    }
}
