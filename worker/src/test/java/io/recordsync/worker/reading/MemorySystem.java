package io.recordsync.worker.reading;

import io.recordsync.connectors.ReadRecord;
import io.recordsync.worker.delivery.plan.MemoryDelivery;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A system in memory that people and recordsync write. It keeps our record id, and tells times in whole seconds. Each
 * write moves the row's time.
 */
final class MemorySystem implements MemoryDelivery.Calls {

    private final String name;
    private final Supplier<Instant> clock;
    private final Map<String, ReadRecord> rows = new LinkedHashMap<>();
    private UnaryOperator<@Nullable Object> keeps = value -> value;
    private boolean shows = true;
    private boolean loses;
    private boolean movesTimeAlways = true;
    private int writes;
    private int made;

    MemorySystem(String name, Supplier<Instant> clock) {
        this.name = name;
        this.clock = clock;
    }

    @Override
    public String name() {
        return name;
    }

    /** The number of writes by recordsync that took effect. */
    int writes() {
        return writes;
    }

    /** From now on the system keeps this form of each value that is written, and its answers do not show it. */
    MemorySystem keeping(UnaryOperator<@Nullable Object> form) {
        keeps = form;
        shows = false;
        return this;
    }

    /** From now on a write that changes no value leaves the row's time as it was. */
    void movingTimeOnlyWithValues() {
        movesTimeAlways = false;
    }

    /** All rows were changed earlier by this. */
    void age(Duration by) {
        rows.replaceAll((id, row) ->
                new ReadRecord(id, row.recordId(), row.modified().map(time -> time.minus(by)), false, row.content()));
    }

    /** The answer of the next write is lost. */
    void loseNextAnswer() {
        loses = true;
    }

    @Override
    public boolean losesAnswer() {
        boolean lost = loses;
        loses = false;
        return lost;
    }

    String personMakes(Map<String, @Nullable Object> content) {
        return put(newId(), Optional.empty(), content);
    }

    void personSets(String id, String field, @Nullable Object value) {
        ReadRecord row = row(id);
        put(id, row.recordId(), with(row.content(), field, value));
    }

    List<ReadRecord> all() {
        return List.copyOf(rows.values());
    }

    @Override
    public Optional<ReadRecord> find(String id) {
        return Optional.ofNullable(rows.get(id));
    }

    ReadRecord only() {
        if (rows.size() != 1) {
            throw new AssertionError(name + " has " + rows.size() + " rows");
        }
        return rows.values().iterator().next();
    }

    /** The row that a create of this record would meet. */
    @Override
    public Optional<ReadRecord> met(String recordId, @Nullable Object email) {
        return rows.values().stream()
                .filter(row -> row.recordId().equals(Optional.of(recordId))
                        || email != null && email.equals(row.content().get("Email")))
                .findFirst();
    }

    @Override
    public String create(String recordId, Map<String, @Nullable Object> content) {
        writes++;
        return put(newId(), Optional.of(recordId), kept(content));
    }

    @Override
    public void update(String id, String recordId, Map<String, @Nullable Object> content) {
        writes++;
        Map<String, @Nullable Object> all = new LinkedHashMap<>(row(id).content());
        all.putAll(kept(content));
        if (movesTimeAlways || !all.equals(row(id).content())) {
            put(id, Optional.of(recordId), all);
        }
    }

    /** The row as the answer to a write shows it. */
    @Override
    public Optional<ReadRecord> shown(String id) {
        return shows ? find(id) : Optional.empty();
    }

    private String newId() {
        return name + ++made;
    }

    private Map<String, @Nullable Object> kept(Map<String, @Nullable Object> content) {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        content.forEach((field, value) -> kept.put(field, keeps.apply(value)));
        return kept;
    }

    private String put(String id, Optional<String> recordId, Map<String, @Nullable Object> content) {
        Instant now = clock.get().truncatedTo(ChronoUnit.SECONDS);
        rows.put(id, new ReadRecord(id, recordId, Optional.of(now), false, content));
        return id;
    }

    private ReadRecord row(String id) {
        return Objects.requireNonNull(rows.get(id), id);
    }

    private static Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> content, String field, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(content);
        changed.put(field, value);
        return changed;
    }
}
