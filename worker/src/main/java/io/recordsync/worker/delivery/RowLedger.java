package io.recordsync.worker.delivery;

import io.recordsync.rules.ReadingRules;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.RowPlace;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.TwoWayDeliveries.Held;
import io.recordsync.store.delivery.TwoWayDeliveries.LetGo;
import io.recordsync.store.ledger.FieldHashes;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.reading.Reader.State;
import io.recordsync.worker.delivery.plan.ReadSide;
import io.recordsync.worker.reading.Judgement.Verdict;
import io.recordsync.worker.reading.PageAcceptance;
import io.recordsync.worker.reading.Readings.Page;
import io.recordsync.worker.reading.Readings.Read;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the systems that are read hold, in the ledger, as deliveries use it. */
public final class RowLedger {

    private final Store store;
    private final PageAcceptance readings;

    /** @param readings judges the rows that deliveries meet */
    public RowLedger(Store store, PageAcceptance readings) {
        this.store = store;
        this.readings = readings;
    }

    /** What is known at the system of each record that was claimed. */
    Map<RecordKey, ReadSide> sides(List<Claim.Granted> claims, String system, ReadingRules reading) {
        FieldHashes hashes = store.hashes().get();
        Map<RecordKey, Held> held =
                store.twoWay().held(claims.stream().map(Claim.Granted::key).toList(), system);
        boolean linking = isLinking(claims, held.keySet(), system);
        Map<ReaderKey, Set<String>> stopped = claims.stream()
                .map(claim -> reader(claim.key(), system))
                .distinct()
                .collect(Collectors.toMap(key -> key, store.deletes().fields()::stopped));
        Map<RecordKey, ReadSide> sides = new HashMap<>();
        for (Claim.Granted claim : claims) {
            Optional<Held> one = Optional.ofNullable(held.get(claim.key()));
            sides.put(
                    claim.key(),
                    new ReadSide(
                            reading,
                            hashes,
                            one.map(Held::counterpart),
                            one.map(Held::conflicts).orElse(List.of()),
                            linking,
                            stopped.getOrDefault(reader(claim.key(), system), Set.of())));
        }
        return sides;
    }

    /** Whether the first read of the system has not ended. It is asked only if a record has no row there. */
    private boolean isLinking(List<Claim.Granted> claims, Set<RecordKey> held, String system) {
        return claims.stream()
                .map(Claim.Granted::key)
                .filter(key -> !held.contains(key))
                .map(key -> reader(key, system))
                .distinct()
                .anyMatch(reader -> store.readers().of(reader).state() == State.LINKING);
    }

    private static ReaderKey reader(RecordKey key, String system) {
        return new ReaderKey(key.tenant(), system, key.entity());
    }

    /** The ledger's clock. */
    Instant now() {
        return store.standings().now();
    }

    void noteSending(Map<Counterpart, Map<String, String>> sent) {
        store.twoWay().noteSending(sent, keyId());
    }

    void noteNothingSent(Collection<Counterpart> before) {
        DeliveryLedger.uninterrupted(() -> store.twoWay().noteNothingSent(before, keyId()));
    }

    Map<RowPlace, Counterpart> at(Collection<RowPlace> places) {
        return places.isEmpty() ? Map.of() : store.twoWay().at(places);
    }

    /** Gives deliveries back and judges the rows that they met, in one transaction. */
    Read judge(List<LetGo> deliveries, Page page) {
        List<Read> result = new ArrayList<>();
        DeliveryLedger.uninterrupted(() ->
                result.add(readings.accept(page, () -> store.twoWay().letGo(deliveries, keyId()), read -> {
                    store.twoWay().endDoubts(deliveries);
                    store.twoWay().charge(withoutNews(deliveries, read));
                    store.readAgain().add(new ReaderKey(page.tenant(), page.system(), page.entity()), read.again());
                })));
        return result.getFirst();
    }

    /** The deliveries whose rows showed nothing new, so that their next attempts may meet the same again. */
    private static List<LetGo> withoutNews(List<LetGo> deliveries, Read read) {
        return IntStream.range(0, deliveries.size())
                .filter(i -> read.verdicts().get(i) == Verdict.UNCHANGED)
                .mapToObj(deliveries::get)
                .toList();
    }

    private int keyId() {
        return store.hashes().get().keyId();
    }
}
