package io.recordsync.worker.delivery.plan;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.Write;
import io.recordsync.rules.Mapping;
import io.recordsync.rules.ReadingRules;
import io.recordsync.rules.RecordImage;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.counterpart.ConflictStore.Row;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.Counterpart.WriteTime;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.Deliveries.Release;
import io.recordsync.store.delivery.DeliveryError;
import io.recordsync.store.delivery.Routing.Candidate;
import io.recordsync.store.delivery.Routing.Routed;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.delivery.plan.BaseAfterWrite.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Delivers records to systems in memory: claim, plan, call and settle, as a worker does for a system that is read. */
public final class MemoryDelivery implements StepDelivery {

    private static final Duration LEASE = Duration.ofHours(1);

    private final Store store;
    private final RuleSet rules;
    private final List<String> systems;

    private final BiConsumer<RecordKey, String> endDoubt;

    /**
     * @param systems all systems, which the rules route every record to
     * @param endDoubt ends the doubt of a record's delivery to a system
     */
    public MemoryDelivery(Store store, RuleSet rules, List<String> systems, BiConsumer<RecordKey, String> endDoubt) {
        this.endDoubt = endDoubt;
        this.store = store;
        this.rules = rules;
        this.systems = List.copyOf(systems);
    }

    @Override
    public void route(RecordKey key) {
        List<Routed> routed = store.routing().candidates(List.of(key)).stream()
                .map(Candidate::image)
                .map(image -> new Routed(key, image.revision(), systems))
                .toList();
        if (!routed.isEmpty()) {
            store.routing().routed(routed, rules.fingerprint());
        }
    }

    @Override
    public Optional<Call> begin(RecordKey key, Target target) {
        return claim(key, target)
                .flatMap(claim -> isDelete(claim) ? judged(claim, target) : Optional.of(claim))
                .flatMap(claim -> new Attempt(claim, target).begin());
    }

    /** A row that somebody has edited is judged instead of deleted. */
    private Optional<Claim.Granted> judged(Claim.Granted claim, Target target) {
        Optional<Counterpart> row = row(claim);
        row.ifPresent(one -> look(claim, target, one.place().externalId()));
        return row.isPresent() ? claim(claim.key(), target) : Optional.of(claim);
    }

    private static boolean isDelete(Claim.Granted claim) {
        return claim.image().deleted();
    }

    private Optional<Claim.Granted> claim(RecordKey key, Target target) {
        String system = target.connector().system();
        for (Claim claim : store.deliveries().claim(List.of(key), system, "test", LEASE, Duration.ZERO)) {
            if (claim instanceof Claim.Granted granted) {
                boolean waits = granted.doubt()
                        .filter(doubt -> doubt.remaining().isPositive())
                        .isPresent();
                if (!waits) {
                    return Optional.of(granted);
                }
                release(granted, Release.waiting(Duration.ZERO));
            }
        }
        return Optional.empty();
    }

    private Optional<Counterpart> row(Claim.Granted claim) {
        return Optional.ofNullable(
                store.counterparts().of(List.of(claim.key()), claim.system()).get(claim.key()));
    }

    private void look(Claim.Granted claim, Target target, String id) {
        release(claim, Release.waiting(Duration.ZERO));
        target.look().accept(id);
    }

    private void release(Claim.Granted claim, Release release) {
        store.deliveries().release(claim, release);
    }

    private void write(Counterpart counterpart) {
        store.counterparts().write(List.of(counterpart), store.hashes().get().keyId());
    }

    /** One attempt. */
    private final class Attempt implements Call {

        private final Claim.Granted claim;
        private final Target target;
        private final Mapping mapping;
        private final ReadingRules reading;
        private @Nullable Write write;
        private @Nullable Counterpart before;
        private Map<String, String> alreadyShown = Map.of();
        private @Nullable Outcome outcome;
        private @Nullable ConnectorException failure;
        private Supplier<WriteTime> time = () -> {
            throw new AssertionError("no call was made");
        };

        Attempt(Claim.Granted claim, Target target) {
            this.claim = claim;
            this.target = target;
            this.mapping = rules.map(
                    new RecordImage(
                            claim.key().entity(),
                            claim.key().recordId(),
                            claim.image().fields(),
                            isDelete(claim)),
                    claim.system());
            this.reading = rules.reading(claim.system(), claim.key().entity()).orElseThrow();
        }

        Optional<Call> begin() {
            Optional<Counterpart> row = row(claim);
            if (isDelete(claim)) {
                return row.isPresent() || claim.inDoubt() ? delete(row) : deleted();
            }
            if (row.filter(MemoryDelivery.this::isHeld).isPresent()) {
                settle(Settlement.unchanged(claim));
                return Optional.empty();
            }
            TwoWayPlan plan = TwoWayPlan.of(
                    claim.key().tenant(),
                    mapping,
                    reading,
                    row,
                    claim.inDoubt(),
                    store.hashes().get());
            return switch (plan) {
                case TwoWayPlan.Look(String id) -> {
                    lookAndEndDoubt(id);
                    yield Optional.empty();
                }
                case TwoWayPlan.Nothing(Map<String, String> shown) -> nothing(row, shown);
                case TwoWayPlan.Update update -> update(update);
                case TwoWayPlan.Create none -> create();
            };
        }

        private Optional<Call> nothing(Optional<Counterpart> row, Map<String, String> shown) {
            settle(Settlement.unchanged(claim));
            row.filter(one -> !shown.isEmpty())
                    .ifPresent(one -> MemoryDelivery.this.write(one.with(draft -> {
                        shown.forEach((field, hash) -> draft.field(field, base -> base.withGiven(hash)));
                        return draft;
                    })));
            return Optional.empty();
        }

        private Optional<Call> update(TwoWayPlan.Update update) {
            Counterpart row = update.counterpart();
            before = row;
            alreadyShown = update.shown();
            MemoryDelivery.this.write(row.with(draft -> draft.sending(update.sent())));
            write = write(
                    Write.Operation.UPDATE,
                    Optional.of(row.place().externalId()),
                    update.content(),
                    new Write.Held(row.carried(), shown -> isAsKnown(row, shown)));
            return Optional.of(this);
        }

        private boolean isAsKnown(Counterpart row, ReadRecord shown) {
            return reading.readFields().stream()
                    .filter(shown.content()::containsKey)
                    .allMatch(field -> {
                        String hash = store.hashes()
                                .get()
                                .of(claim.key().tenant(), field, shown.content().get(field));
                        return row.field(field).knows(hash)
                                || isInConflict(row, field, hash)
                                || claim.inDoubt() && row.sending().containsKey(field);
                    });
        }

        private boolean isInConflict(Counterpart row, String field, String hash) {
            return conflicts(row).stream()
                    .anyMatch(conflict -> hash.equals(conflict.shown().get(field)));
        }

        private Optional<Call> create() {
            write = write(Write.Operation.CREATE, Optional.empty(), mapping.content(), Write.Held.ANYTHING);
            return Optional.of(this);
        }

        private Optional<Call> delete(Optional<Counterpart> row) {
            before = row.orElse(null);
            Optional<String> id = row.map(one -> one.place().externalId());
            write = write(Write.Operation.DELETE, id, Map.of(), Write.Held.ANYTHING);
            return Optional.of(this);
        }

        private Optional<Call> deleted() {
            settle(Settlement.deleted(claim));
            return Optional.empty();
        }

        private Write write(
                Write.Operation operation,
                Optional<String> id,
                Map<String, @Nullable Object> content,
                Write.Held held) {
            return new Write(
                    operation,
                    mapping.object(),
                    claim.key().recordId(),
                    id,
                    content,
                    mapping.match().map(match -> new Write.Match(match.field(), match.value())),
                    claim.image().revision(),
                    claim.inDoubt(),
                    held);
        }

        @Override
        public void call() {
            Instant from = target.now().minus(resolution());
            try {
                outcome = target.connector().write(Objects.requireNonNull(write), scope());
            } catch (ConnectorException e) {
                failure = e;
            }
            WriteTime made = new WriteTime(from, target.now().plus(resolution()));
            time = () -> made;
        }

        private Duration resolution() {
            return target.connector().capabilities().reading().visibility().resolution();
        }

        @Override
        public void settle(Duration grace) {
            if (failure != null) {
                release(claim, new Release(false, failure.inDoubt(), grace, Duration.ZERO, Optional.empty()));
                if (!failure.inDoubt() && !claim.inDoubt()) {
                    // It is certain that nothing was written.
                    row(claim).ifPresent(row -> MemoryDelivery.this.write(row.with(draft -> draft.sending(Map.of()))));
                }
                return;
            }
            switch (Objects.requireNonNull(outcome)) {
                case Outcome.Written written -> written(written);
                case Outcome.Linked(ReadRecord row) -> linked(row.externalId());
                case Outcome.Stale(ReadRecord row) -> {
                    lookAndEndDoubt(row.externalId());
                }
                case Outcome.Gone gone -> release(claim, Release.waiting(Duration.ZERO));
                case Outcome.Refused(ConnectorException reason) -> throw reason;
            }
        }

        /** What an earlier call may have written is seen then, so nothing is in doubt any more. */
        private void lookAndEndDoubt(String id) {
            endDoubt.accept(claim.key(), claim.system());
            // Fields in doubt were not judged before.
            row(claim)
                    .ifPresent(row -> MemoryDelivery.this.write(
                            row.with(draft -> draft.sending(Map.of()).rowHash(Optional.empty()))));
            look(claim, target, id);
        }

        private void written(Outcome.Written written) {
            if (isDelete(claim)) {
                if (!settle(Settlement.deleted(claim)).isEmpty() && before != null) {
                    MemoryDelivery.this.write(before.with(
                            draft -> draft.gone(Optional.of(store.standings().now()), Optional.empty())));
                }
                return;
            }
            Write made = Objects.requireNonNull(write);
            String id = written.externalId().orElseThrow();
            Counterpart row = before == null ? known(id).orElseGet(() -> newRow(id)) : before;
            if (!row.recordId().equals(Optional.of(claim.key().recordId()))) {
                park();
                return;
            }
            Optional<ReadRecord> shown = written.shown().or(() -> found(id));
            Result result = new BaseAfterWrite(
                            store.hashes().get(), reading, store.standings().now(), time.get())
                    .after(row, made.content(), alreadyShown, shown);
            Settlement settlement =
                    Settlement.applied(claim, ContentHash.of(mapping.object(), mapping.content()), Optional.of(id));
            if (!settle(settlement).isEmpty()) {
                MemoryDelivery.this.write(result.counterpart());
                store.conflicts().open(result.notWritten());
            }
        }

        private Set<RecordKey> settle(Settlement settlement) {
            return store.deliveries().settle(List.of(settlement));
        }

        /** What the answer does not show is read once more. */
        private Optional<ReadRecord> found(String id) {
            return target
                    .connector()
                    .find(mapping.object(), List.copyOf(reading.readFields()), List.of(id), scope())
                    .stream()
                    .findFirst();
        }

        /** The row is linked, and judged as a first contact, unless it is another record's. */
        private void linked(String id) {
            Optional<Counterpart> known = known(id);
            Optional<String> owner = known.filter(row -> !row.isGone()).flatMap(Counterpart::recordId);
            if (owner.isPresent() && !owner.get().equals(claim.key().recordId())) {
                park();
                return;
            }
            if (owner.isEmpty()) {
                MemoryDelivery.this.write(newRow(id));
            }
            look(claim, target, id);
        }

        private Optional<Counterpart> known(String id) {
            RowPlace place = place(id);
            return Optional.ofNullable(store.counterparts().at(List.of(place)).get(place));
        }

        private void park() {
            settle(Settlement.parked(claim, new DeliveryError("AMBIGUOUS", "Another record has the row.", "none")));
        }

        private RowPlace place(String id) {
            return new RowPlace(claim.key().tenant(), claim.system(), mapping.object(), id);
        }

        private Counterpart newRow(String id) {
            return Counterpart.of(place(id), claim.key().entity())
                    .with(draft -> draft.recordId(Optional.of(claim.key().recordId())));
        }
    }

    /** Whether an open conflict of a row holds the delivery of its record. */
    private boolean isHeld(Counterpart row) {
        return conflicts(row).stream().anyMatch(conflict -> conflict.kind() == Kind.ASK);
    }

    private List<Conflict> conflicts(Counterpart row) {
        return store.conflicts()
                .openAt(List.of(new Row(row.place(), row.entity())))
                .getOrDefault(row.place(), List.of());
    }

    private static CallScope scope() {
        return new CallScope(Deadline.in(Duration.ofMinutes(1)), Permits.UNLIMITED);
    }
}
