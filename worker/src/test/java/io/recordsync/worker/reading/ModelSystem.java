package io.recordsync.worker.reading;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Capabilities;
import io.recordsync.connectors.Capabilities.BatchForm;
import io.recordsync.connectors.Capabilities.Feed;
import io.recordsync.connectors.Capabilities.Identity;
import io.recordsync.connectors.Capabilities.Reading;
import io.recordsync.connectors.Capabilities.Visibility;
import io.recordsync.connectors.Capabilities.Writing;
import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.ObjectSchema;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A system in memory that people and recordsync write. Rows that are asked for by id come from the store, and those of
 * the feed from an index that may lag behind it.
 */
final class ModelSystem implements Connector {

    /** How the next call of recordsync ends. */
    enum Fate {
        ANSWERED,
        /** It takes effect, and its answer is lost. */
        LOST,
        /** It has no answer, and takes effect when {@link #arrive()} is called. */
        LATE,
        /** It has no effect, and the system says so. */
        FAILED
    }

    /**
     * A row as the store or the index has it.
     *
     * @param changed when it was changed, by the system's clock
     * @param number counts all changes of the system
     */
    record Row(ReadRecord shown, Instant changed, long number) {

        String id() {
            return shown.externalId();
        }
    }

    /** Told of each write of recordsync as it takes effect. */
    interface Watch {
        void wrote(ModelSystem system, Write write, @Nullable Row before, @Nullable Row after);
    }

    private static final String POSITION = "at:";

    private final String name;
    private final String prefix;
    private final Supplier<Instant> clock;
    private final ModelRows rows;
    private final List<Write> late = new ArrayList<>();
    private Traits traits;
    private Watch watch = (system, write, before, after) -> {};
    private Fate next = Fate.ANSWERED;
    private int writes;
    private int made;
    private int removals;

    /**
     * @param prefix begins the ids of all rows
     * @param clock the right time
     */
    ModelSystem(String name, String prefix, Supplier<Instant> clock, Traits traits) {
        this.name = name;
        this.prefix = prefix;
        this.clock = clock;
        this.traits = traits;
        this.rows = new ModelRows(this::now);
    }

    void watch(Watch by) {
        watch = by;
    }

    Traits traits() {
        return traits;
    }

    void traits(Traits now) {
        traits = now;
    }

    /** The system's clock. */
    Instant now() {
        return clock.get().plus(traits.offset());
    }

    /** The number of writes by recordsync that took effect. */
    int writes() {
        return writes;
    }

    void next(Fate fate) {
        next = fate;
    }

    /** The calls that were late take effect. */
    void arrive() {
        List<Write> calls = List.copyOf(late);
        late.clear();
        calls.forEach(this::apply);
    }

    /** The calls that were late take no effect any more. */
    void forget() {
        late.clear();
    }

    /** The row that showed exactly this. */
    Row shown(ReadRecord record) {
        return rows.shown(record);
    }

    List<Row> rows() {
        return rows.living();
    }

    Optional<Row> row(String id) {
        return rows.row(id);
    }

    /** The rows that are deleted, as they were. */
    List<Row> deleted() {
        return rows.deleted();
    }

    /** How often people have deleted or restored a row. */
    int removals() {
        return removals;
    }

    ReadRecord only() {
        List<Row> living = rows();
        if (living.size() != 1) {
            throw new AssertionError(name + " has " + living.size() + " rows");
        }
        return living.getFirst().shown();
    }

    Row personMakes(Map<String, @Nullable Object> content) {
        return put(newId(), Optional.empty(), kept(content));
    }

    /** Returns the row as it is then; empty if the system has no such row. */
    Optional<Row> personSets(String id, String field, @Nullable Object value) {
        return row(id).map(row -> {
            Map<String, @Nullable Object> content =
                    new LinkedHashMap<>(row.shown().content());
            content.put(field, value);
            return put(id, row.shown().recordId(), kept(content));
        });
    }

    void personDeletes(String id) {
        removals++;
        rows.remove(traits, id);
    }

    /** The row is there again, with the same id and values. */
    Optional<Row> personRestores(String id) {
        removals++;
        return rows.restore(traits, id);
    }

    /** The rows that the index has and whose time is not before this one; all if the system tells no times. */
    List<Row> feed(Instant since) {
        return rows.feed(traits, since);
    }

    /** All rows were changed earlier by this. */
    void age(Duration by) {
        rows.age(by);
    }

    @Override
    public String system() {
        return name;
    }

    @Override
    public Capabilities capabilities() {
        Visibility visibility = new Visibility(200, traits.lag(), traits.resolution(), traits.showsWrites());
        return new Capabilities(
                "1",
                Writing.inBatches(100, BatchForm.ONE_CALL, traits.keepsId() ? Identity.LOOK_UP : Identity.MATCH),
                new Reading(Feed.KEYSET, traits.listsDeletes(), 1000, visibility),
                new Quota(name, List.of(), OptionalLong.empty()),
                Duration.ZERO);
    }

    @Override
    public Outcome write(Write write, CallScope scope) {
        Fate fate = next;
        next = Fate.ANSWERED;
        if (fate == Fate.FAILED) {
            throw failed(false);
        }
        if (fate == Fate.LATE) {
            late.add(write);
            throw failed(true);
        }
        Outcome outcome = apply(write);
        if (fate == Fate.LOST) {
            throw failed(true);
        }
        return outcome;
    }

    private ConnectorException failed(boolean inDoubt) {
        return new ConnectorException(ErrorKind.UNAVAILABLE, "503", name + " is away. It is retried.", inDoubt);
    }

    @Override
    public List<Outcome> writeAll(List<Write> writes, CallScope scope) {
        return writes.stream().map(write -> write(write, scope)).toList();
    }

    private Outcome apply(Write write) {
        return switch (write.operation()) {
            case CREATE -> create(write);
            case UPDATE -> update(write);
            case DELETE -> delete(write);
            case UPSERT -> throw ConnectorException.unsupported(name, "upsert");
        };
    }

    private Outcome create(Write write) {
        Optional<Row> met = met(write);
        if (met.isPresent() && !write.mayHaveMade(met.get().shown())) {
            return new Outcome.Linked(met.get().shown());
        }
        return met.map(row -> written(row, write, Effect.UPDATED)).orElseGet(() -> {
            Row row = put(newId(), kept(write.recordId()), kept(write.content()));
            writes++;
            watch.wrote(this, write, null, row);
            return written(row, Effect.CREATED);
        });
    }

    /** The row that has our record id, else the one that matches. */
    private Optional<Row> met(Write write) {
        return rows.living().stream()
                .filter(row -> row.shown().recordId().equals(Optional.of(write.recordId())))
                .findFirst()
                .or(() -> write.match()
                        .flatMap(match -> rows.living().stream()
                                .filter(row -> row.shown().content().get(match.field()) instanceof String text
                                        && text.equalsIgnoreCase(match.value()))
                                .findFirst()));
    }

    private Outcome update(Write write) {
        Optional<Row> row = write.externalId().flatMap(this::row);
        if (row.isEmpty()) {
            return new Outcome.Gone(Optional.empty());
        }
        return traits.comparesFirst() && !write.held().expected().test(row.get().shown())
                ? new Outcome.Stale(row.get().shown())
                : written(row.get(), write, Effect.UPDATED);
    }

    private Outcome written(Row before, Write write, Effect effect) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(before.shown().content());
        all.putAll(kept(write.content()));
        Optional<String> recordId =
                write.writesRecordId() ? kept(write.recordId()) : before.shown().recordId();
        boolean isChange = !all.equals(before.shown().content())
                || !recordId.equals(before.shown().recordId());
        Row after = isChange || traits.movesTimeAlways() ? put(before.id(), recordId, all) : before;
        writes++;
        watch.wrote(this, write, before, after);
        return written(after, effect);
    }

    private Outcome written(Row row, Effect effect) {
        return new Outcome.Written(
                Optional.of(row.id()), effect, Optional.of(row.shown()).filter(shown -> traits.showsWrites()));
    }

    private Outcome delete(Write write) {
        Optional<Row> row = write.externalId()
                .flatMap(this::row)
                .or(() -> met(write).filter(one -> one.shown().recordId().equals(Optional.of(write.recordId()))));
        if (row.isEmpty()) {
            return new Outcome.Written(Optional.empty(), Effect.ABSENT);
        }
        remove(row.get().id());
        writes++;
        watch.wrote(this, write, row.get(), null);
        return new Outcome.Written(Optional.of(row.get().id()), Effect.DELETED);
    }

    void remove(String id) {
        rows.remove(traits, id);
    }

    /** All that the index has, in one page. A position is a time by the system's clock. */
    @Override
    public Page read(Read read, CallScope scope) {
        boolean isBeginning = read.from().isBeginning() || read.from().time().isPresent();
        Instant since =
                isBeginning ? Instant.EPOCH : Instant.parse(read.from().text().substring(POSITION.length()));
        List<ReadRecord> found = read.feed() == Read.Feed.DELETES
                ? rows.listed(since)
                : feed(since).stream().map(Row::shown).toList();
        Instant until = traits.cut(now()).minus(traits.lag()).minus(traits.resolution());
        return new Page(found, position(until), true);
    }

    /** A position in the feeds. */
    static Cursor position(Instant time) {
        return new Cursor(POSITION + time);
    }

    @Override
    public List<ReadRecord> find(String object, List<String> fields, List<String> externalIds, CallScope scope) {
        return externalIds.stream()
                .flatMap(id -> row(id).stream())
                .map(Row::shown)
                .toList();
    }

    @Override
    public ObjectSchema describe(String object, CallScope scope) {
        throw ConnectorException.unsupported(name, "describe its fields");
    }

    @Override
    public CheckReport check(List<String> objects, CallScope scope) {
        throw ConnectorException.unsupported(name, "be checked");
    }

    @Override
    public String recordUrl(String object, String externalId) {
        return "";
    }

    private String newId() {
        return prefix + name + ++made;
    }

    private Optional<String> kept(String recordId) {
        return Optional.of(recordId).filter(id -> traits.keepsId());
    }

    private Map<String, @Nullable Object> kept(Map<String, @Nullable Object> content) {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        content.forEach((field, value) -> kept.put(field, traits.form().of(field, value)));
        return kept;
    }

    private Row put(String id, Optional<String> recordId, Map<String, @Nullable Object> content) {
        return rows.put(traits, id, recordId, content);
    }
}
