package io.recordsync.worker.cli;

import com.zaxxer.hikari.HikariDataSource;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.http.AccountIds;
import io.recordsync.connectors.http.CallObserver;
import io.recordsync.connectors.http.TokenVault;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.connectors.kinds.ConnectorParts;
import io.recordsync.connectors.kinds.SystemKinds;
import io.recordsync.process.DatabaseConfiguration;
import io.recordsync.process.StartException;
import io.recordsync.rules.RuleSet;
import io.recordsync.rules.SystemNames;
import io.recordsync.settings.Catalogue;
import io.recordsync.settings.ConfiguredSystem;
import io.recordsync.settings.LedgerDatabaseSettings;
import io.recordsync.settings.Settings;
import io.recordsync.settings.SettingsFlags;
import io.recordsync.settings.SystemListSettings;
import io.recordsync.store.Store;
import io.recordsync.worker.settings.CredentialSettings;
import io.recordsync.worker.settings.HttpSettings;
import io.recordsync.worker.settings.SyncSettings;
import io.recordsync.worker.settings.WorkerModuleSettings;
import io.recordsync.worker.systems.Connectors;
import io.recordsync.worker.systems.Rules;
import io.recordsync.worker.systems.StoredTokens;
import io.recordsync.worker.systems.Systems;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The option that names a system, and the settings that are needed to reach it. */
final class SystemOption {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Mixin
    private final SettingsFlags flags = SettingsFlags.of(Catalogue.of(
            List.of(
                    HttpSettings.class,
                    SystemListSettings.class,
                    SyncSettings.class,
                    LedgerDatabaseSettings.class,
                    CredentialSettings.class),
            WorkerModuleSettings.KINDS));

    @Parameters(index = "0", paramLabel = "SYSTEM", description = "The name of the system, such as hubspot.")
    private String name = "";

    /** The system, configured or not, with all settings. */
    record Chosen(ConfiguredSystem system, SystemNames names, Settings settings) {

        /**
         * Calls the system. The calls are few and take no permits, so no server of ours has to run. Only a system whose
         * tokens are stored needs the database.
         */
        <T> T ask(Function<Connector, T> question) {
            CredentialSettings credentials = settings.get(CredentialSettings.class);
            StoredTokens.requireKey(system, credentials);
            if (!SystemKinds.of(system.kind()).changesCredentials()) {
                return ask(question, TokenVault.inMemory());
            }
            LedgerDatabaseSettings where = settings.get(LedgerDatabaseSettings.class);
            try (HikariDataSource database = DatabaseConfiguration.open(where)) {
                Store store = DatabaseConfiguration.openStore(database, where);
                return ask(question, StoredTokens.of(credentials, store.credentials()));
            }
        }

        private <T> T ask(Function<Connector, T> question, TokenVault vault) {
            InstantSource clock = InstantSource.system();
            HttpSettings calls = settings.get(HttpSettings.class);
            try (VendorHttp http = new VendorHttp(calls.timeout(), calls.authorities(), clock, CallObserver.NONE);
                    Connector connector = Connectors.connector(
                                    system, new ConnectorParts(http, vault, AccountIds.inMemory(), clock))
                            .orElseThrow(this::notConfigured)) {
                return question.apply(connector);
            }
        }

        /**
         * The system's names of the entities that the rules map. If the rules of SYNC_RULES map none for the system,
         * those of the system's own preset are used.
         */
        Map<String, String> objects() {
            Map<String, String> objects = rules().objects(system.name());
            return objects.isEmpty()
                    ? RuleSet.preset(system.name() + "-only", names).objects(system.name())
                    : objects;
        }

        /** What the rules of SYNC_RULES do not bring back from the system as it was edited there. */
        List<String> ruleWarnings() {
            return rules().warnings().stream()
                    .filter(warning -> warning.startsWith(system.name() + ", "))
                    .toList();
        }

        private RuleSet rules() {
            return Rules.read(settings.get(SyncSettings.class).rules(), names);
        }

        private StartException notConfigured() {
            return new StartException("%s is not configured: %s must be set. See `recordsync describe %s`."
                    .formatted(system.name(), system.required(), system.name()));
        }
    }

    /** @throws StartException if there is no such system */
    Chosen chosen() {
        Settings settings = flags.read();
        Systems systems = new Systems(settings.systems());
        return new Chosen(systems.of(name), systems.names(), settings);
    }

    static CallScope scope() {
        return new CallScope(Deadline.in(PATIENCE), Permits.UNLIMITED);
    }
}
