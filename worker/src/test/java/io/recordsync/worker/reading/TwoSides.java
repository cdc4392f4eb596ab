package io.recordsync.worker.reading;

import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.ConflictStore.Row;
import io.recordsync.store.counterpart.LostValue;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.reading.ModelSystem.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A record of a producer at two systems, for sequences that are written by hand. */
final class TwoSides {

    private static final AtomicInteger PLAYED = new AtomicInteger();

    final World world;
    final Side a;
    final Side b;
    final RecordKey k1;

    TwoSides(ModelLedger ledger, Setting setting) {
        this.world = new World(ledger, setting, "s" + PLAYED.incrementAndGet() + "-", Duration.ZERO, new Coverage());
        this.a = world.side(0);
        this.b = world.side(1);
        this.k1 = world.record("k1");
    }

    void kafka(Operation operation, Form form, Map<String, @Nullable Object> fields) {
        kafka("k1", operation, form, fields);
    }

    void kafka(String record, Operation operation, Form form, Map<String, @Nullable Object> fields) {
        world.produce(world.record(record), operation, form, Values.ofRound(world, fields));
    }

    void kafkaSets(String field, @Nullable Object value) {
        kafka(Operation.UPDATE, Form.PATCH, Values.field(field, value));
    }

    void kafkaDeletes() {
        kafka(Operation.DELETE, Form.SNAPSHOT, Map.of());
    }

    String email(String name) {
        return world.prefix() + name + "@x.com";
    }

    /** A person sets a field of the system's first row. */
    void set(Side side, String field, @Nullable Object value) {
        set(side, 0, field, value);
    }

    void set(Side side, int row, String field, @Nullable Object value) {
        world.next();
        new Step.Edit(world.sides.indexOf(side), row, field, value).take(world);
    }

    /** A person deletes the system's first row. */
    void delete(Side side) {
        world.next();
        new Step.Delete(world.sides.indexOf(side), 0).take(world);
    }

    /** A person restores the row that was deleted first. */
    void restore(Side side) {
        world.next();
        new Step.Restore(world.sides.indexOf(side), 0).take(world);
    }

    /** A run of the reader, with what it finds deleted. */
    void run(Side side) {
        world.next();
        world.run(side);
    }

    /** Reads what has changed, and rows that have to wait once more by their id. */
    void read(Side side) {
        world.next();
        new Step.ReadAll(world.sides.indexOf(side)).take(world);
    }

    void deliver(Side side) {
        deliver(side, Fate.ANSWERED);
    }

    void deliver(Side side, Fate fate) {
        world.next();
        world.deliver(k1, side, fate);
    }

    void rest() {
        world.rest();
    }

    Image image() {
        return Objects.requireNonNull(world.images().get(k1));
    }

    int writes() {
        return a.system.writes() + b.system.writes();
    }

    List<Conflict> conflicts(Side side) {
        RowPlace place = new RowPlace(
                "default", side.name(), "Contact", side.system.only().externalId());
        return world.store
                .conflicts()
                .openAt(List.of(new Row(place, "contact")))
                .getOrDefault(place, List.of());
    }

    List<LostValue> lost() {
        return world.store.conflicts().lost(k1);
    }
}
