package io.recordsync.worker.reading;

import io.recordsync.connectors.ReadRecord;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.ConflictStore.Row;
import io.recordsync.store.counterpart.LostValue;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.delivery.Routing.Candidate;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.delivery.plan.MemoryDelivery;
import io.recordsync.worker.reading.Judgement.Verdict;
import io.recordsync.worker.reading.Readings.Page;
import io.recordsync.worker.reading.Readings.Read;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The real ledger between Kafka and two systems in memory, driven step by step by one thread: what a reader and a
 * delivery do, without Temporal.
 */
final class TwoSides {

    static final RecordKey K1 = new RecordKey("default", "contact", "k1");

    private static final int MOST_ROUNDS = 20;

    private final Store store;
    private final Readings readings;
    private final MemoryDelivery deliveries;
    final MemorySystem a;
    final MemorySystem b;
    private final List<Verdict> verdicts = new ArrayList<>();
    private int steps;

    /**
     * @param store an empty ledger
     * @param rules of the systems a and b, which both read the entity contact
     */
    TwoSides(Store store, RuleSet rules) {
        this.store = store;
        this.readings = new Readings(store, rules);
        this.a = new MemorySystem("a", store.standings()::now);
        this.b = new MemorySystem("b", store.standings()::now);
        this.deliveries = new MemoryDelivery(store, rules);
    }

    void kafka(Operation operation, Form form, Map<String, @Nullable Object> fields) {
        String unique = "kafka:crm/0@" + ++steps;
        store.acceptance().accept(List.of(new Change(unique, K1, "crm", operation, form, null, fields, unique)));
    }

    void kafkaSets(String field, String value) {
        kafka(Operation.UPDATE, Form.PATCH, Map.of(field, value));
    }

    /** Reads all rows, and those that have to wait once more by their id. */
    void read(MemorySystem system) {
        Instant asked = store.standings().now();
        List<ReadRecord> rows = system.all();
        Read page = accept(system, asked, rows, false);
        for (int i = 0; i < rows.size(); i++) {
            if (page.verdicts().get(i) == Verdict.LATER) {
                readById(system, rows.get(i).externalId());
            }
        }
    }

    void readById(MemorySystem system, String id) {
        Instant asked = store.standings().now();
        accept(system, asked, system.find(id).stream().toList(), true);
    }

    private Read accept(MemorySystem system, Instant asked, List<ReadRecord> rows, boolean byId) {
        Read page = readings.accept(new Page(
                "default",
                system.name(),
                "contact",
                "Contact",
                "run/" + ++steps,
                rows.stream()
                        .map(row -> new SeenRow(row, asked, byId, Optional.of(Duration.ZERO)))
                        .toList()));
        verdicts.addAll(page.verdicts());
        return page;
    }

    /** Routes the record, and delivers it to the system. */
    void deliver(MemorySystem system) {
        deliveries.route(K1);
        deliveries.deliver(K1, system, this::readById);
    }

    /** Reads and delivers until nothing is left to do; then three more rounds must be quiet. */
    void rest() {
        int quiet = 0;
        for (int round = 0; round < MOST_ROUNDS && quiet < 3; round++) {
            long before = image().revision() + a.writes() + b.writes();
            read(a);
            read(b);
            deliver(a);
            deliver(b);
            quiet = image().revision() + a.writes() + b.writes() == before ? quiet + 1 : 0;
        }
        if (quiet < 3) {
            throw new AssertionError("there is no rest after " + MOST_ROUNDS + " rounds: " + verdicts);
        }
    }

    Image image() {
        return store.routing().candidates(List.of(K1)).stream()
                .map(Candidate::image)
                .findFirst()
                .orElse(Image.none(K1));
    }

    int writes() {
        return a.writes() + b.writes();
    }

    List<Conflict> conflicts(MemorySystem system) {
        RowPlace place =
                new RowPlace("default", system.name(), "Contact", system.only().externalId());
        return store.conflicts().openAt(List.of(new Row(place, "contact"))).getOrDefault(place, List.of());
    }

    List<LostValue> lost() {
        return store.conflicts().lost(K1);
    }
}
