package io.recordsync.store.delivery;

import io.recordsync.store.counterpart.Again;
import io.recordsync.store.counterpart.ConflictStore;
import io.recordsync.store.counterpart.ConflictStore.Decision;
import io.recordsync.store.counterpart.ConflictStore.Place;
import io.recordsync.store.counterpart.ConflictStore.Row;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.CounterpartStore;
import io.recordsync.store.counterpart.ReadAgainStore;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.ledger.Acceptance;
import io.recordsync.store.ledger.Acceptance.Judged;
import io.recordsync.store.ledger.Accepted;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.sql.Statements;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says which record a row of a system is, as a person decides. It needs neither rules nor the system: a row that is
 * linked is judged when it is read next.
 */
public final class RowLinks {

    private final CounterpartStore counterparts;
    private final ConflictStore conflicts;
    private final Standings standings;
    private final ReadAgainStore readAgain;
    private final Acceptance acceptance;

    public RowLinks(Statements statements, Acceptance acceptance) {
        this.counterparts = new CounterpartStore(statements);
        this.conflicts = new ConflictStore(statements);
        this.standings = new Standings(statements);
        this.readAgain = new ReadAgainStore(statements);
        this.acceptance = acceptance;
    }

    /** What came of it. */
    public enum Outcome {
        DONE,
        /** It was so before. */
        DONE_BEFORE,
        /** The record does not exist, or it is deleted. */
        NO_RECORD,
        /** No such row was ever read, or it is not there any more. */
        NO_ROW,
        /** The row is that of a record that has changes from other sources, so that it cannot be retired. */
        HAS_OTHER_SOURCES,
        /** A delivery would overwrite the link: it is under way, or what came of it is not known. */
        UNDER_WAY
    }

    /**
     * @param changed the records that have a new revision
     * @param left the id of the row that was the record's before, and is kept apart now
     * @param other the record whose row it was: the one that was retired, or that cannot be
     */
    public record Answer(Outcome outcome, List<Accepted> changed, Optional<String> left, Optional<String> other) {

        public Answer {
            changed = List.copyOf(changed);
        }

        static Answer of(Outcome outcome) {
            return new Answer(outcome, List.of(), Optional.empty(), Optional.empty());
        }
    }

    /**
     * Gives a row to a record. The record that was made because of the row is deleted. Its rows at other systems are
     * not: each becomes the record's, or is kept apart where the record has a row already. Another row that the record
     * has at the system is kept apart too.
     *
     * @param keyId the key of the hashes
     * @param by who decides, and why
     */
    public Answer link(RecordKey key, String system, String externalId, int keyId, Decision by) {
        return decide(keyId, by, () -> planLink(key, system, externalId));
    }

    /**
     * Takes a row from its record, and keeps it apart until it is linked.
     *
     * @param externalId the row; empty for that of the record. A row of no record may be named by a record that it may
     *     be
     * @param by who decides, and why
     */
    public Answer unlink(RecordKey key, String system, Optional<String> externalId, int keyId, Decision by) {
        return decide(keyId, by, () -> planUnlink(key, system, externalId));
    }

    private Answer decide(int keyId, Decision by, Supplier<LinkPlan> planned) {
        AtomicReference<LinkPlan> plan = new AtomicReference<>();
        return acceptance.accept(
                () -> {
                    plan.set(planned.get());
                    return new Judged(plan.get().changes(), Set.of());
                },
                answers -> {
                    write(plan.get(), keyId, by);
                    Answer answer = plan.get().answer();
                    return new Answer(answer.outcome(), answers, answer.left(), answer.other());
                });
    }

    private LinkPlan planLink(RecordKey key, String system, String externalId) {
        Optional<Counterpart> found = living(key, system, externalId);
        Set<RecordKey> keys = new HashSet<>(Set.of(key));
        found.flatMap(Counterpart::record).ifPresent(keys::add);
        Map<RecordKey, Image> images = acceptance.lock(keys);
        List<Counterpart> elsewhere = found.flatMap(Counterpart::record).stream()
                .flatMap(other -> counterparts.of(other).stream())
                .filter(row -> !row.place().system().equals(system))
                .toList();
        boolean isUnderWay = isUnderWay(keys, system, elsewhere);
        Map<String, Counterpart> own = counterparts.of(key).stream()
                .collect(Collectors.toMap(row -> row.place().system(), Function.identity()));
        Optional<Counterpart> before = Optional.ofNullable(own.get(system));
        if (!LinkPlan.isThere(images.get(key))) {
            return LinkPlan.of(Outcome.NO_RECORD);
        }
        if (found.isEmpty()) {
            return LinkPlan.of(Outcome.NO_ROW);
        }
        Counterpart row = found.get();
        if (row.recordId().equals(Optional.of(key.recordId()))) {
            return LinkPlan.of(Outcome.DONE_BEFORE);
        }
        List<Counterpart> others =
                Stream.concat(before.stream(), elsewhere.stream()).toList();
        if (isOvertaken(row, others) || isUnderWay) {
            return LinkPlan.of(Outcome.UNDER_WAY);
        }
        Optional<Image> minted = row.record().map(images::get);
        if (minted.filter(LinkPlan::isThere)
                .filter(image -> LinkPlan.hasOtherSources(image, system))
                .isPresent()) {
            return LinkPlan.of(new Answer(Outcome.HAS_OTHER_SOURCES, List.of(), Optional.empty(), row.recordId()));
        }
        return LinkPlan.link(Objects.requireNonNull(images.get(key)), row, before, minted, elsewhere, own.keySet());
    }

    /** Locks the deliveries of the records, at the system and where else one of them has rows. */
    private boolean isUnderWay(Set<RecordKey> keys, String system, List<Counterpart> elsewhere) {
        Set<String> systems = new TreeSet<>(Set.of(system));
        elsewhere.forEach(row -> systems.add(row.place().system()));
        List<Standing> deliveries = systems.stream()
                .flatMap(one -> standings.lock(keys, one).values().stream())
                .toList();
        return deliveries.stream().anyMatch(RowLinks::isUnderWay);
    }

    private LinkPlan planUnlink(RecordKey key, String system, Optional<String> externalId) {
        Map<RecordKey, Image> images = acceptance.lock(Set.of(key));
        Map<RecordKey, Standing> deliveries = standings.lock(Set.of(key), system);
        if (!images.containsKey(key)) {
            return LinkPlan.of(Outcome.NO_RECORD);
        }
        Optional<Counterpart> own =
                Optional.ofNullable(counterparts.of(Set.of(key), system).get(key));
        Optional<Counterpart> row = externalId.isEmpty()
                ? own
                : living(key, system, externalId.get()).filter(one -> isOfOrMayBe(one, key));
        if (row.isEmpty()) {
            return LinkPlan.of(Outcome.NO_ROW);
        }
        if (row.get().apart()) {
            return LinkPlan.of(Outcome.DONE_BEFORE);
        }
        if (isOvertaken(row.get(), List.of()) || deliveries.values().stream().anyMatch(RowLinks::isUnderWay)) {
            return LinkPlan.of(Outcome.UNDER_WAY);
        }
        boolean isOwn = row.get().record().equals(Optional.of(key));
        return new LinkPlan(
                Answer.of(Outcome.DONE),
                List.of(),
                List.of(LinkPlan.apart(row.get())),
                isOwn ? Set.of(new LinkPlan.At(key, system)) : Set.of(),
                Set.of());
    }

    private Optional<Counterpart> living(RecordKey key, String system, String externalId) {
        return counterparts.withId(key.tenant(), system, key.entity(), externalId).stream()
                .filter(row -> !row.isGone())
                .findFirst();
    }

    /** Locks the rows. Whether one of them has become another record's since it was looked up. */
    private boolean isOvertaken(Counterpart row, List<Counterpart> others) {
        List<Counterpart> rows = Stream.concat(Stream.of(row), others.stream()).toList();
        Map<RowPlace, Counterpart> locked =
                counterparts.lock(rows.stream().map(Counterpart::place).collect(Collectors.toSet()));
        return rows.stream().anyMatch(one -> {
            Counterpart now = Objects.requireNonNull(locked.get(one.place()));
            return now.isGone() || !now.recordId().equals(one.recordId());
        });
    }

    private boolean isOfOrMayBe(Counterpart row, RecordKey key) {
        return row.recordId().isEmpty()
                ? row.apart()
                        || conflicts.openOf(key).stream()
                                .anyMatch(one ->
                                        one.externalId().equals(row.place().externalId()))
                : row.record().equals(Optional.of(key));
    }

    private static boolean isUnderWay(Standing delivery) {
        return delivery.leased() || delivery.inDoubt();
    }

    /** After the images: deliveries, counterparts, and then the others. */
    private void write(LinkPlan plan, int keyId, Decision by) {
        if (plan.rows().isEmpty()) {
            return;
        }
        plan.forgotten().forEach(one -> standings.forget(one.key(), one.system()));
        plan.linked().forEach(one -> standings.link(Set.of(one.key()), one.system()));
        counterparts.write(plan.rows(), keyId);
        close(plan.rows(), by);
        for (Counterpart row : plan.rows()) {
            ReaderKey reader = new ReaderKey(row.place().tenant(), row.place().system(), row.entity());
            String id = row.place().externalId();
            if (row.recordId().isPresent()) {
                readAgain.addNow(reader, List.of(new Again(id, Why.AMBIGUOUS)));
            } else {
                readAgain.remove(reader, List.of(id));
            }
        }
    }

    private void close(List<Counterpart> rows, Decision by) {
        List<Row> of = rows.stream().map(RowBases::row).toList();
        List<Place> open = new ArrayList<>();
        conflicts
                .openAt(of)
                .values()
                .forEach(all ->
                        all.forEach(one -> open.add(new Place(new Row(one.place(), one.entity()), one.path()))));
        conflicts.close(open, by);
    }
}
