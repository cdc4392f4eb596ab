package io.recordsync.worker.delivery.plan;

import io.recordsync.connectors.ReadRecord;
import io.recordsync.rules.Mapping;
import io.recordsync.rules.ReadingRules;
import io.recordsync.rules.RecordImage;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.Counterpart.WriteTime;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.Deliveries.Release;
import io.recordsync.store.delivery.Routing.Candidate;
import io.recordsync.store.delivery.Routing.Routed;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.delivery.plan.BaseAfterWrite.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Delivers a record to a system in memory: claim, plan, call, settle, as a worker does for a system that is read. */
public final class MemoryDelivery {

    private static final Duration LEASE = Duration.ofMinutes(1);

    private final Store store;
    private final RuleSet rules;

    public MemoryDelivery(Store store, RuleSet rules) {
        this.store = store;
        this.rules = rules;
    }

    /** The calls of a system. */
    public interface Calls {
        String name();

        Optional<ReadRecord> find(String id);

        Optional<ReadRecord> met(String recordId, @Nullable Object email);

        String create(String recordId, Map<String, @Nullable Object> content);

        void update(String id, String recordId, Map<String, @Nullable Object> content);

        Optional<ReadRecord> shown(String id);

        boolean losesAnswer();
    }

    public void route(RecordKey key) {
        List<Routed> routed = store.routing().candidates(List.of(key)).stream()
                .map(Candidate::image)
                .map(image -> new Routed(key, image.revision(), List.of("a", "b")))
                .toList();
        if (!routed.isEmpty()) {
            store.routing().routed(routed, rules.fingerprint());
        }
    }

    /** @param look reads a row by its id and judges it */
    public <S extends Calls> void deliver(RecordKey key, S system, BiConsumer<S, String> look) {
        for (Claim claim : store.deliveries().claim(List.of(key), system.name(), "test", LEASE, Duration.ZERO)) {
            if (claim instanceof Claim.Granted granted) {
                deliver(granted, system, look);
            }
        }
    }

    private <S extends Calls> void deliver(Claim.Granted claim, S system, BiConsumer<S, String> look) {
        if (claim.image().deleted()) {
            throw new AssertionError("deletes are not delivered here");
        }
        Mapping mapping = rules.map(
                new RecordImage(
                        claim.key().entity(),
                        claim.key().recordId(),
                        claim.image().fields(),
                        false),
                system.name());
        ReadingRules reading =
                rules.reading(system.name(), claim.key().entity()).orElseThrow();
        Optional<Counterpart> row = Optional.ofNullable(
                store.counterparts().of(List.of(claim.key()), system.name()).get(claim.key()));
        switch (TwoWayPlan.of(
                "default",
                mapping,
                reading,
                row,
                claim.inDoubt(),
                store.hashes().get())) {
            case TwoWayPlan.Look(String id) -> {
                release(claim, false);
                look.accept(system, id);
            }
            case TwoWayPlan.Nothing(Map<String, String> shown) -> {
                store.deliveries().settle(List.of(Settlement.unchanged(claim)));
                row.ifPresent(one -> write(one.with(draft -> {
                    shown.forEach((field, hash) -> draft.field(field, base -> base.withGiven(hash)));
                    return draft;
                })));
            }
            case TwoWayPlan.Update update -> update(claim, mapping, reading, system, update);
            case TwoWayPlan.Create none -> create(claim, mapping, reading, system, look);
        }
    }

    private <S extends Calls> void update(
            Claim.Granted claim, Mapping mapping, ReadingRules reading, S system, TwoWayPlan.Update update) {
        Counterpart before = update.counterpart();
        String id = before.place().externalId();
        write(before.with(draft -> draft.sending(update.sent())));
        Instant from = store.standings().now();
        system.update(id, claim.key().recordId(), update.content());
        if (system.losesAnswer()) {
            release(claim, true);
            return;
        }
        settle(claim, mapping, after(reading, from).after(before, update.content(), update.shown(), shown(system, id)));
    }

    private <S extends Calls> void create(
            Claim.Granted claim, Mapping mapping, ReadingRules reading, S system, BiConsumer<S, String> look) {
        Optional<ReadRecord> met =
                system.met(claim.key().recordId(), mapping.content().get("Email"));
        if (met.isPresent()) {
            String id = met.get().externalId();
            write(row(claim, mapping, id));
            release(claim, false);
            look.accept(system, id);
            return;
        }
        Instant from = store.standings().now();
        String id = system.create(claim.key().recordId(), mapping.content());
        settle(
                claim,
                mapping,
                after(reading, from).after(row(claim, mapping, id), mapping.content(), Map.of(), shown(system, id)));
    }

    /** What the answer shows; if it shows nothing, the row is read once more. */
    private static Optional<ReadRecord> shown(Calls system, String id) {
        return system.shown(id).or(() -> system.find(id));
    }

    private static Counterpart row(Claim.Granted claim, Mapping mapping, String id) {
        return Counterpart.of(
                        new RowPlace(claim.key().tenant(), claim.system(), mapping.object(), id),
                        claim.key().entity())
                .with(draft -> draft.recordId(Optional.of(claim.key().recordId())));
    }

    /** The systems tell times in whole seconds. */
    private BaseAfterWrite after(ReadingRules reading, Instant from) {
        Instant until = store.standings().now();
        return new BaseAfterWrite(
                store.hashes().get(), reading, until, new WriteTime(from.minusSeconds(1), until.plusSeconds(1)));
    }

    private void settle(Claim.Granted claim, Mapping mapping, Result result) {
        store.deliveries()
                .settle(List.of(Settlement.applied(
                        claim,
                        ContentHash.of(mapping.object(), mapping.content()),
                        Optional.of(result.counterpart().place().externalId()))));
        write(result.counterpart());
        store.conflicts().open(result.notWritten());
    }

    private void release(Claim.Granted claim, boolean inDoubt) {
        store.deliveries().release(claim, new Release(false, inDoubt, Duration.ZERO, Duration.ZERO, Optional.empty()));
    }

    private void write(Counterpart counterpart) {
        store.counterparts().write(List.of(counterpart), store.hashes().get().keyId());
    }
}
