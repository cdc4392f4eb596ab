package io.recordsync.worker.reading;

import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.ConflictStore;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.LostValue;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.reading.ModelSystem.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What has to hold when nothing is left to do. */
final class AtRest {

    private final World world;
    private final Oracle oracle;
    private final Map<RecordKey, Image> images;
    private final Map<RowPlace, Counterpart> rows = new HashMap<>();
    private final Map<RowPlace, List<Conflict>> conflicts = new HashMap<>();
    private final List<LostValue> losers;

    AtRest(World world, Oracle oracle) {
        this.world = world;
        this.oracle = oracle;
        this.images = world.images();
        this.losers = oracle.losers();
        for (Side side : world.sides) {
            List<RowPlace> places = side.system.rows().stream()
                    .map(row -> Oracle.place(side, row))
                    .toList();
            rows.putAll(world.store.counterparts().at(places));
            conflicts.putAll(world.store
                    .conflicts()
                    .openAt(places.stream()
                            .map(place -> new ConflictStore.Row(place, "contact"))
                            .toList()));
        }
    }

    void check() {
        conflicts.values().stream()
                .flatMap(List::stream)
                .forEach(conflict -> world.coverage.note("conflict " + conflict.kind()));
        world.sides.forEach(this::isOneToOne);
        images.values().forEach(this::isConverged);
        oracle.edits().forEach(this::isNotLost);
    }

    private void isOneToOne(Side side) {
        Map<String, String> byRecord = new HashMap<>();
        for (Row row : side.system.rows()) {
            RowPlace place = Oracle.place(side, row);
            Optional<String> record = Optional.ofNullable(rows.get(place))
                    .filter(one -> !one.isGone())
                    .flatMap(Counterpart::recordId);
            if (record.isEmpty()) {
                require(isOpen(place, Conflict.WHOLE_ROW), "7: " + row.id() + " is nobody's row, without a conflict");
                continue;
            }
            String other = byRecord.put(record.get(), row.id());
            require(other == null, "7: " + record.get() + " has the rows " + other + " and " + row.id());
            Optional<String> carries = row.shown().recordId();
            require(
                    carries.isEmpty() || carries.equals(record) || isOpen(place, Conflict.WHOLE_ROW),
                    "7: " + row.id() + " carries the id of another record");
        }
    }

    private void isConverged(Image image) {
        for (Side side : world.sides) {
            Optional<Row> row = row(side, image.key());
            if (image.deleted()) {
                require(row.isEmpty(), "10: " + image.key() + " is deleted, and lives at " + side.name());
            } else if (row.isPresent()) {
                isConverged(image, side, row.get());
            } else {
                require(
                        world.isParked(image.key(), side.name())
                                || oracle.deletes().mayLack(side, image.key(), conflicts),
                        "1: " + image.key() + " has no row at " + side.name());
            }
        }
    }

    private Optional<Row> row(Side side, RecordKey key) {
        return side.system.rows().stream()
                .filter(row -> Optional.ofNullable(rows.get(Oracle.place(side, row)))
                        .filter(one -> !one.isGone())
                        .flatMap(Counterpart::record)
                        .equals(Optional.of(key)))
                .findFirst();
    }

    private void isConverged(Image image, Side side, Row row) {
        RowPlace place = Oracle.place(side, row);
        Map<String, ?> ours = world.mapped(image.key(), image, side.name());
        for (String field : oracle.reading(side.name()).readFields()) {
            Object shows = row.shown().content().get(field);
            Object given = ours.get(field);
            boolean isSame = Objects.equals(world.normal(side.name(), field, shows), given)
                    || Objects.equals(shows, side.system.traits().form().of(field, given));
            boolean isExcused = isExcused(place, side, field);
            if (!isSame && isExcused) {
                world.coverage.note("differs at rest, and is listed");
            }
            require(
                    isSame || isExcused,
                    "1: " + field + " is " + given + " in the ledger and " + shows + " at " + row.id());
        }
    }

    /** Whether a conflict is open, or the path has differed since first contact. */
    private boolean isExcused(RowPlace place, Side side, String field) {
        return Objects.requireNonNull(rows.get(place)).field(field).differs()
                || isHeld(place)
                || oracle.reading(side.name()).pathsOf(field).stream().anyMatch(path -> isOpen(place, path));
    }

    /** Whether nothing is delivered to the row before a person has decided. */
    private boolean isHeld(RowPlace place) {
        return conflicts.getOrDefault(place, List.of()).stream()
                .anyMatch(conflict -> conflict.kind() == Conflict.Kind.ASK);
    }

    private boolean isOpen(RowPlace place, String path) {
        return conflicts.getOrDefault(place, List.of()).stream()
                .anyMatch(conflict -> conflict.path().equals(path));
    }

    private void isNotLost(Edit edit) {
        if (edit.isFollowed || edit.isOverwritten) {
            return;
        }
        Side side = world.sides.stream()
                .filter(one -> one.name().equals(edit.system))
                .findFirst()
                .orElseThrow();
        Optional<Row> row = side.system.row(edit.id);
        RowPlace place = new RowPlace("default", edit.system, "Contact", edit.id);
        Optional<Counterpart> linked = Optional.ofNullable(
                world.store.counterparts().at(List.of(place)).get(place));
        boolean isThere = row.filter(one -> Objects.equals(one.shown().content().get(edit.field), edit.stored))
                .isPresent();
        boolean isListed = isOpen(place, edit.path)
                || isOpen(place, Conflict.WHOLE_ROW)
                || linked.filter(one -> one.field(edit.field).differs()).isPresent();
        boolean isKept = linked.flatMap(Counterpart::record)
                .filter(key -> wasTaken(key, edit) || isLoser(key, edit))
                .isPresent();
        require(
                isThere || isListed || isKept,
                "2: lost: " + edit + "; the row is "
                        + row.map(one -> one.shown().content().toString()).orElse("gone"));
    }

    private boolean wasTaken(RecordKey key, Edit edit) {
        List<Oracle.Past> past = oracle.past(key);
        for (int i = 0; i < past.size(); i++) {
            boolean isSince = i + 1 == past.size() || past.get(i + 1).step() >= edit.step;
            Object had = past.get(i).fields().get(edit.path);
            // The ledger may keep another form of the value, as the producer has said it.
            if (isSince
                    && (Objects.equals(had, edit.value)
                            || Objects.equals(world.normal(edit.system, edit.field, had), edit.value))) {
                return true;
            }
        }
        return false;
    }

    private boolean isLoser(RecordKey key, Edit edit) {
        return losers.stream()
                .anyMatch(one -> one.key().equals(key)
                        && one.path().equals(edit.path)
                        && (Objects.equals(one.value(), edit.value)
                                || Objects.equals(one.value(), edit.stored)
                                || one.value() instanceof Map<?, ?> parts && parts.containsValue(edit.stored)));
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what + "; conflicts: "
                    + conflicts.values().stream()
                            .flatMap(List::stream)
                            .map(Conflict::toString)
                            .collect(Collectors.joining(", ")));
        }
    }
}
