package io.recordsync.starter.reading;

import io.recordsync.connectors.SystemDescriptor;
import io.recordsync.store.Store;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.reading.ReaderSettings;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The readers that there are: of each entity that the workers' rules read. */
public final class ReaderPlans {

    private final Store store;

    public ReaderPlans(Store store) {
        this.store = store;
    }

    /** The readers of a tenant, in the order of their systems. */
    public List<ReaderPlan> all(String tenant) {
        Map<ReaderKey, ReaderSettings> set = store.readerSettings().all(tenant).stream()
                .collect(Collectors.toMap(ReaderSettings::key, Function.identity()));
        return store.systems().told().stream()
                .map(told -> JsonMapper.shared().readValue(told.card(), SystemDescriptor.class))
                .flatMap(card -> ofSystem(tenant, card, set))
                .toList();
    }

    private static Stream<ReaderPlan> ofSystem(
            String tenant, SystemDescriptor card, Map<ReaderKey, ReaderSettings> set) {
        return card.reads().stream().sorted().map(entity -> {
            ReaderKey key = new ReaderKey(tenant, card.system(), entity);
            return new ReaderPlan(key, card.intervals(entity), set.getOrDefault(key, ReaderSettings.none(key)));
        });
    }
}
