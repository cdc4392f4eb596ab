package io.recordsync.worker.systems;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.SystemDescriptor;
import io.recordsync.settings.Catalogue;
import io.recordsync.settings.SettingDescription;
import io.recordsync.store.SystemCards;
import io.recordsync.worker.settings.SystemAccount;
import io.recordsync.worker.settings.WorkerSettings;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a description of this worker's systems to the ledger, so that processes without their credentials can show
 * them.
 */
public final class SystemDescriptorPublisher {

    private static final JsonMapper JSON = new JsonMapper();

    private SystemDescriptorPublisher() {}

    public static void tell(Accounts accounts, Connectors connectors, WorkerSettings worker, SystemCards cards) {
        accounts.all().stream()
                .filter(account -> worker.delivers(account.system()))
                .map(account ->
                        card(account, Optional.ofNullable(connectors.bySystem().get(account.system()))))
                .forEach(card -> cards.tell(card.system(), JSON.writeValueAsString(card)));
    }

    static SystemDescriptor card(SystemAccount account, Optional<Connector> connector) {
        return new SystemDescriptor(
                account.system(),
                account.whatItNeeds(),
                settings(account).stream()
                        .map(SystemDescriptorPublisher::setting)
                        .toList(),
                connector.map(Connector::capabilities));
    }

    /** All settings of the system. */
    public static List<SettingDescription> settings(SystemAccount account) {
        return Catalogue.of(List.of(((Record) account).getClass())).settings();
    }

    private static SystemDescriptor.Setting setting(SettingDescription setting) {
        return new SystemDescriptor.Setting(
                setting.name(), setting.defaultValue(), setting.allowed(), setting.description(), setting.secret());
    }
}
