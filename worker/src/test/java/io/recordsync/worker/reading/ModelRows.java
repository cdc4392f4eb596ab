package io.recordsync.worker.reading;

import io.recordsync.connectors.ReadRecord;
import io.recordsync.worker.reading.ModelSystem.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rows of a system in memory, those that were deleted, and the index that lags behind them. */
final class ModelRows {

    private record Indexed(
            Instant from, String id, @Nullable Row row) {}

    private record Deleted(Instant from, Instant when, Row row) {}

    private final Supplier<Instant> clock;
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<ReadRecord, Row> all = new IdentityHashMap<>();
    private final List<Indexed> index = new ArrayList<>();
    private final Map<String, Deleted> deleted = new LinkedHashMap<>();
    private long changes;

    /** @param clock the system's clock */
    ModelRows(Supplier<Instant> clock) {
        this.clock = clock;
    }

    /** The row that showed exactly this. */
    Row shown(ReadRecord record) {
        return Objects.requireNonNull(all.get(record), "the system has never shown this");
    }

    List<Row> living() {
        return List.copyOf(rows.values());
    }

    Optional<Row> row(String id) {
        return Optional.ofNullable(rows.get(id));
    }

    /** The rows that are deleted, as they were. */
    List<Row> deleted() {
        return deleted.values().stream().map(Deleted::row).toList();
    }

    Row put(Traits traits, String id, Optional<String> recordId, Map<String, @Nullable Object> content) {
        Instant changed = traits.cut(clock.get());
        Optional<Instant> told = Optional.of(changed).filter(time -> traits.tellsTimes());
        Row row = new Row(new ReadRecord(id, recordId, told, false, content), changed, ++changes);
        rows.put(id, row);
        all.put(row.shown(), row);
        index.add(new Indexed(clock.get().plus(traits.lag()), id, row));
        return row;
    }

    /** Returns the row as it was. */
    Row remove(Traits traits, String id) {
        Row row = Objects.requireNonNull(rows.remove(id));
        changes++;
        Instant visible = clock.get().plus(traits.lag());
        index.add(new Indexed(visible, id, null));
        deleted.put(id, new Deleted(visible, traits.cut(clock.get()), row));
        return row;
    }

    /** The row is there again, with the same id and values. Restoring is a change of the row. */
    Optional<Row> restore(Traits traits, String id) {
        return Optional.ofNullable(deleted.remove(id)).map(one -> {
            return put(
                    traits, id, one.row().shown().recordId(), one.row().shown().content());
        });
    }

    /** The rows that the index has and whose time is not before this one; all if the system tells no times. */
    List<Row> feed(Traits traits, Instant since) {
        Map<String, Row> visible = new LinkedHashMap<>();
        index.stream().filter(one -> !one.from().isAfter(clock.get())).forEach(one -> {
            if (one.row() == null) {
                visible.remove(one.id());
            } else {
                visible.put(one.id(), one.row());
            }
        });
        return visible.values().stream()
                .filter(row -> !traits.tellsTimes() || !row.changed().isBefore(since))
                .toList();
    }

    /** The deletes that the system lists. */
    List<ReadRecord> listed(Instant since) {
        return deleted.values().stream()
                .filter(one -> !one.from().isAfter(clock.get()) && !one.when().isBefore(since))
                .map(one -> ReadRecord.deleted(one.row().id(), one.row().shown().recordId(), Optional.of(one.when())))
                .toList();
    }

    /** All rows were changed earlier by this. */
    void age(Duration by) {
        rows.replaceAll((id, row) -> aged(row, by));
        rows.values().forEach(row -> all.put(row.shown(), row));
        index.replaceAll(one -> one.row() == null ? one : new Indexed(one.from(), one.id(), aged(one.row(), by)));
    }

    private static Row aged(Row row, Duration by) {
        ReadRecord one = row.shown();
        return new Row(
                new ReadRecord(
                        one.externalId(),
                        one.recordId(),
                        one.modified().map(time -> time.minus(by)),
                        false,
                        one.content()),
                row.changed().minus(by),
                row.number());
    }
}
