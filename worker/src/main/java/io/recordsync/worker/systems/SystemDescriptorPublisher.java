package io.recordsync.worker.systems;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.SystemDescriptor;
import io.recordsync.settings.SettingDescription;
import io.recordsync.settings.SystemSettings;
import io.recordsync.store.SystemCards;
import io.recordsync.worker.settings.WorkerSettings;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a description of this worker's systems to the ledger, so that processes without their credentials can show
 * them.
 */
public final class SystemDescriptorPublisher {

    private static final JsonMapper JSON = new JsonMapper();

    private SystemDescriptorPublisher() {}

    public static void tell(Systems systems, Connectors connectors, WorkerSettings worker, SystemCards cards) {
        systems.all().stream()
                .filter(system -> worker.delivers(system.name()))
                .map(system ->
                        card(system, Optional.ofNullable(connectors.bySystem().get(system.name()))))
                .forEach(card -> cards.tell(card.system(), JSON.writeValueAsString(card)));
    }

    private static SystemDescriptor card(SystemSettings system, Optional<Connector> connector) {
        return new SystemDescriptor(
                system.name(),
                system.required(),
                system.settings().stream()
                        .map(SystemDescriptorPublisher::setting)
                        .toList(),
                connector.map(Connector::capabilities));
    }

    private static SystemDescriptor.Setting setting(SettingDescription setting) {
        return new SystemDescriptor.Setting(
                setting.name(), setting.defaultValue(), setting.allowed(), setting.description(), setting.secret());
    }
}
