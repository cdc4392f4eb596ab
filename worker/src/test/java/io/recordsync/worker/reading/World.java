package io.recordsync.worker.reading;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.recordsync.rules.RecordImage;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.delivery.Routing.Candidate;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Change.Form;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.Version;
import io.recordsync.worker.delivery.DeliveryMetrics;
import io.recordsync.worker.reading.ModelSystem.Fate;
import io.recordsync.worker.reading.StepDelivery.Call;
import io.recordsync.workflows.Resolve;
import io.recordsync.workflows.ResolveResult;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The real ledger between a producer and two or three systems in memory, driven step by step by one thread: what
 * readers and deliveries do, without Temporal.
 */
final class World {

    private static final DeliveryMetrics METRICS = new DeliveryMetrics(new SimpleMeterRegistry());
    private static final int MOST_ROUNDS = 40;
    private static final Duration LONG = Duration.ofHours(1);

    final Setting setting;
    final RuleSet rules;
    final Store store;
    final Oracle oracle;
    final Coverage coverage;
    final List<Side> sides = new ArrayList<>();
    private final ModelLedger ledger;
    private final String prefix;
    private final StepReading reading;
    private final StepDelivery deliveries;
    private final Set<RecordKey> keys = new LinkedHashSet<>();
    private final Instant begin;
    private Duration passed = Duration.ZERO;
    private int steps;

    /**
     * @param prefix begins all ids of the round, so that rounds share a database
     * @param phase how long after a full minute the round begins, for systems that tell whole seconds or minutes
     */
    World(ModelLedger ledger, Setting setting, String prefix, Duration phase, Coverage coverage) {
        this.ledger = ledger;
        this.store = ledger.store();
        this.setting = setting;
        this.prefix = prefix;
        this.coverage = coverage;
        this.rules = setting.rules();
        ledger.forgetRows();
        this.reading = new StepReading(this, ledger);
        this.deliveries = new StepDelivery(store, rules, reading::accept, METRICS);
        this.begin = store.standings()
                .now()
                .truncatedTo(ChronoUnit.MINUTES)
                .minus(Duration.ofHours(1))
                .plus(phase);
        this.oracle = new Oracle(this);
        for (int i = 0; i < setting.traits().size(); i++) {
            ModelSystem system = new ModelSystem(
                    setting.systems().get(i),
                    prefix,
                    this::now,
                    setting.traits().get(i));
            system.watch(oracle::wrote);
            sides.add(new Side(system, side -> new StepRun(store, rules, reading::accept, system, () -> ahead(side))));
            ledger.beLive(system.system());
        }
    }

    /** The right time, which passes by {@link #pass} alone. */
    Instant now() {
        return begin.plus(passed);
    }

    int step() {
        return steps;
    }

    String prefix() {
        return prefix;
    }

    Side side(int number) {
        return sides.get(number % sides.size());
    }

    List<RecordKey> keys() {
        return List.copyOf(keys);
    }

    /** One of the records; none as long as there are none. */
    Optional<RecordKey> key(int number) {
        return keys.isEmpty() ? Optional.empty() : Optional.of(keys().get(number % keys.size()));
    }

    RecordKey record(String name) {
        return new RecordKey("default", "contact", prefix + name);
    }

    void next() {
        steps++;
        passed = passed.plusMillis(10);
    }

    void pass(Duration time) {
        passed = passed.plus(time);
    }

    /** The images of all records, or of one. */
    Map<RecordKey, Image> images() {
        Map<RecordKey, Image> images = new HashMap<>();
        store.routing().candidates(keys).forEach(one -> images.put(one.image().key(), one.image()));
        return images;
    }

    Map<RecordKey, Long> revisions() {
        Map<RecordKey, Long> revisions = new HashMap<>();
        images().forEach((key, image) -> revisions.put(key, image.revision()));
        return revisions;
    }

    void produce(RecordKey key, Operation operation, Form form, Map<String, @Nullable Object> fields) {
        String unique = prefix + "crm@" + ++steps;
        Version version = setting.times() ? Version.ofTime(now()) : null;
        keys.add(key);
        store.acceptance().accept(List.of(new Change(unique, key, "crm", operation, form, version, fields, unique)));
        oracle.noteImages();
    }

    /** What the system is given of the record. */
    Map<String, @Nullable Object> mapped(RecordKey key, Image image, String system) {
        return rules.map(new RecordImage(key.entity(), key.recordId(), image.fields(), false), system)
                .content();
    }

    /** What a row shows, in the normal form of the field's type. */
    @Nullable Object normal(String system, String field, @Nullable Object shown) {
        return oracle.reading(system).normal(field, shown).value();
    }

    boolean isParked(RecordKey key, String system) {
        return store.parked().of(key).stream().anyMatch(one -> one.system().equals(system));
    }

    void know(Collection<RecordKey> records) {
        keys.addAll(records);
    }

    Duration ahead(Side side) {
        return Duration.between(store.standings().now(), side.system.now());
    }

    void ask(Side side, boolean full) {
        reading.ask(side, full);
    }

    /** Judges the page that was asked for; whether a page was there. */
    boolean commit(Side side) {
        return reading.commit(side);
    }

    /** Reads the rows that have to wait by their ids. */
    void readAgain(Side side) {
        reading.readAgain(side);
    }

    /** The row is read again by its id. */
    void haveReadAgain(Side side, String id) {
        store.readAgain().addNow(new ReaderKey("default", side.name(), "contact"), List.of(new Again(id, Why.LATER)));
    }

    /** A run of the reader from its begin or from where it stands to its end, with what is deleted. */
    void run(Side side) {
        oracle.beforeReading();
        side.run.begin(isReadInFull(side));
        oracle.deletes().ran(side, side.run.finish());
    }

    /** The next step of a run, which begins one if none is under way. */
    void runStep(Side side) {
        oracle.beforeReading();
        side.run.begin(isReadInFull(side));
        side.run.step();
        oracle.deletes().ran(side, side.run.isRunning() ? "" : side.run.end());
    }

    /** Another process goes on with the run. */
    void takeOver(Side side) {
        if (side.run.isRunning()) {
            ledger.abandonRuns();
            side.run.takeOver(isReadInFull(side));
            coverage.note("run taken over");
        }
    }

    int heldButGone(Side side) {
        return ledger.heldButGone(side.name());
    }

    /** A person approves or rejects the deletes that are held. */
    void decide(Side side, boolean approved) {
        oracle.beforeReading();
        if (side.run.decide(approved)) {
            coverage.note(approved ? "held deletes approved" : "held deletes rejected");
            oracle.deletes().decided(side, approved);
        }
    }

    /** A person decides the conflict of a field, or the only one that the row has. */
    void resolve(Side side, RecordKey key, String take) {
        oracle.beforeReading();
        ResolveResult result =
                new Resolutions(store, rules).resolve(key, new Resolve(side.name(), null, take, "person/model", null));
        coverage.note("resolve " + take + ": " + result.outcome());
        if (result.outcome() == ResolveResult.Outcome.DECIDED) {
            oracle.resolved(side, key);
        }
    }

    /** A full read alone notices what a system does not list. */
    private boolean isReadInFull(Side side) {
        return !setting.deltasAlone() || !side.system.traits().listsDeletes();
    }

    /** Whether the delivery now waits for its call. */
    boolean begin(RecordKey key, Side side) {
        if (side.calls.containsKey(key) || !isDue(key, side)) {
            return false;
        }
        deliveries.route(key);
        oracle.begins(key, side);
        Optional<Call> call = deliveries.begin(key, side.system, () -> ahead(side));
        call.ifPresent(one -> side.calls.put(key, one));
        return call.isPresent();
    }

    private boolean isDue(RecordKey key, Side side) {
        return store.routing().candidates(List.of(key)).stream().anyMatch(one -> one.isDue(side.name()));
    }

    void call(RecordKey key, Side side, Fate fate) {
        Call call = side.calls.get(key);
        if (call != null && side.called.add(key)) {
            side.system.next(fate);
            call.call();
            coverage.note("call " + fate);
            if (fate == Fate.LOST || fate == Fate.LATE) {
                oracle.unanswered(key);
            }
        }
    }

    void settle(RecordKey key, Side side, Duration grace) {
        Call call = side.calls.get(key);
        if (call != null) {
            call(key, side, Fate.ANSWERED);
            forget(key, side);
            call.settle();
            if (grace.isZero()) {
                ledger.endDoubtOf(key, side.name());
            }
        }
    }

    /** The process that delivers is gone, and its lease stays. */
    void crash(RecordKey key, Side side) {
        Call call = side.calls.get(key);
        if (call != null) {
            call.crash();
        }
        forget(key, side);
    }

    private static void forget(RecordKey key, Side side) {
        side.calls.remove(key);
        side.called.remove(key);
    }

    void deliver(RecordKey key, Side side, Fate fate) {
        if (begin(key, side)) {
            call(key, side, fate);
            settle(key, side, fate == Fate.LATE ? LONG : Duration.ZERO);
        }
    }

    /** No call that was late takes effect any more, and no lease and no doubt holds anything back. */
    void endDoubts() {
        sides.forEach(side -> side.system.forget());
        ledger.endDoubts(prefix);
    }

    /** Reads and delivers until nothing is left to do; then three more rounds must be quiet. */
    void rest() {
        sides.forEach(side -> keys.forEach(key -> crash(key, side)));
        sides.forEach(side -> side.run.crash());
        int quiet = 0;
        for (int round = 0; round < MOST_ROUNDS && quiet < 3; round++) {
            pass(Duration.ofMinutes(2));
            endDoubts();
            long before = work();
            sides.forEach(side -> readAll(side));
            deliverAll();
            boolean isDone = work() == before && sides.stream().allMatch(this::isRead);
            quiet = isDone ? quiet + 1 : 0;
        }
        if (quiet < 3) {
            throw new AssertionError("there is no rest after " + MOST_ROUNDS + " rounds"
                    + sides.stream()
                            .map(side -> ", " + side.name() + " reads again " + reading.unsettled(side))
                            .toList());
        }
        oracle.atRest();
    }

    private void readAll(Side side) {
        ask(side, !setting.deltasAlone());
        commit(side);
        side.page = Optional.empty();
        readAgain(side);
        if (side.run.isRunning() || reading.mayMiss(side)) {
            side.run.finish();
            run(side);
            side.removalsRead = side.system.removals();
            readAgain(side);
        }
        decide(side, setting.deletes().approved());
    }

    /** Whether no row waits to be judged. One that is not there waits for its return. */
    private boolean isRead(Side side) {
        return side.removalsRead == side.system.removals()
                && !ledger.hasStaged(side.name())
                && reading.unsettled(side).isEmpty();
    }

    private void deliverAll() {
        for (Candidate candidate : store.routing().candidates(keys)) {
            for (Side side : sides) {
                if (candidate.isDue(side.name())) {
                    deliver(candidate.image().key(), side, Fate.ANSWERED);
                }
            }
        }
    }

    private long work() {
        long revisions = images().values().stream().mapToLong(Image::revision).sum();
        return revisions
                + sides.stream().mapToLong(side -> side.system.writes()).sum();
    }

    /** The records and the rows as they are. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        images().forEach((key, image) -> text.append(String.format(
                Locale.ROOT,
                "      %s@%d %s%n",
                key.recordId(),
                image.revision(),
                image.deleted() ? "deleted" : image.fields())));
        sides.forEach(side -> side.system
                .rows()
                .forEach(row -> text.append("      %s of %s %s%n"
                        .formatted(
                                row.id(),
                                row.shown().recordId().orElse("-"),
                                row.shown().content()))));
        return text.toString();
    }
}
