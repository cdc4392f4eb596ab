package io.recordsync.worker.systems;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.SystemDescriptor;
import io.recordsync.rules.RuleSet;
import io.recordsync.settings.ConfiguredSystem;
import io.recordsync.settings.SettingDescription;
import io.recordsync.store.process.SystemCards;
import io.recordsync.worker.settings.WorkerSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a description of this worker's systems to the ledger, so that processes without their credentials can show
 * them. A description changes while the worker runs: a vendor tells only after the first call which account it is.
 */
public final class SystemDescriptorPublisher {

    private static final JsonMapper JSON = new JsonMapper();

    private final List<ConfiguredSystem> systems;
    private final Connectors connectors;
    private final RuleSet rules;
    private final SystemCards cards;
    private final Map<String, String> published = new ConcurrentHashMap<>();

    public SystemDescriptorPublisher(
            Systems systems, Connectors connectors, WorkerSettings worker, RuleSet rules, SystemCards cards) {
        this.systems = systems.all().stream()
                .filter(system -> worker.delivers(system.name()))
                .toList();
        this.connectors = connectors;
        this.rules = rules;
        this.cards = cards;
    }

    /** Writes the descriptions that differ from those that this object has written before. */
    public void publish() {
        systems.forEach(system -> {
            String card = JSON.writeValueAsString(descriptor(system));
            if (!card.equals(published.get(system.name()))) {
                cards.tell(system.name(), card);
                published.put(system.name(), card);
            }
        });
    }

    private SystemDescriptor descriptor(ConfiguredSystem system) {
        return new SystemDescriptor(
                system.name(),
                system.kind(),
                system.required(),
                system.settings().stream()
                        .map(SystemDescriptorPublisher::setting)
                        .toList(),
                Optional.ofNullable(connectors.bySystem().get(system.name())).map(Connector::capabilities),
                rules.objects(system.name()).keySet().stream()
                        .filter(entity -> rules.reading(system.name(), entity).isPresent())
                        .toList(),
                intervals(system.name()));
    }

    private Map<String, SystemDescriptor.Intervals> intervals(String system) {
        Map<String, SystemDescriptor.Intervals> intervals = new HashMap<>();
        rules.objects(system)
                .keySet()
                .forEach(entity -> rules.reading(system, entity)
                        .ifPresent(reading -> intervals.put(
                                entity,
                                new SystemDescriptor.Intervals(
                                        reading.every(), reading.full(), reading.deletesEvery()))));
        return intervals;
    }

    private static SystemDescriptor.Setting setting(SettingDescription setting) {
        return new SystemDescriptor.Setting(
                setting.name(), setting.defaultValue(), setting.allowed(), setting.description(), setting.secret());
    }
}
