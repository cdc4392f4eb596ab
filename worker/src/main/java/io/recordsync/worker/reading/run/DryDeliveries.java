package io.recordsync.worker.reading.run;

import io.recordsync.rules.RuleSet;
import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.delivery.Standing;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.reading.run.PushDecision.Due;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How many deliveries would follow from a page. Used by one thread, within the page's transaction. */
final class DryDeliveries {

    private final ReadingContext context;
    private final ReaderKey reader;
    private final Map<String, Long> counts = new TreeMap<>();

    DryDeliveries(ReadingContext context, ReaderKey reader) {
        this.context = context;
        this.reader = reader;
    }

    /** The deliveries by system. */
    Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    /** Looks at records as the page has changed them. Called again if the transaction is repeated. */
    void look(List<RecordKey> changed) {
        counts.clear();
        if (changed.isEmpty()) {
            return;
        }
        Map<RecordKey, Image> images = context.store().acceptance().lock(changed);
        RuleSet rules = context.rules();
        rules.systems().stream()
                .filter(system -> rules.objects(system).containsKey(reader.entity()))
                .forEach(system -> count(system, images));
    }

    private void count(String system, Map<RecordKey, Image> images) {
        PushDecision decision = new PushDecision(
                context.rules(),
                system,
                context.rules().reading(system, reader.entity()),
                context.store().hashes().get(),
                false);
        Map<RecordKey, Standing> standings = context.store().standings().of(images.keySet(), system);
        Map<RecordKey, Counterpart> rows = context.store().counterparts().of(images.keySet(), system);
        long due = images.values().stream()
                .filter(image -> decision.of(
                                image,
                                standings.getOrDefault(image.key(), Standing.NONE),
                                Optional.ofNullable(rows.get(image.key())))
                        != Due.NOTHING)
                .count();
        if (due > 0) {
            counts.put(system, due);
        }
    }
}
