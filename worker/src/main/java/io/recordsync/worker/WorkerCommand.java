package io.recordsync.worker;

import io.recordsync.process.DatabaseConfiguration;
import io.recordsync.process.ProcessLauncher;
import io.recordsync.process.ProcessPlan;
import io.recordsync.process.TemporalConfiguration;
import io.recordsync.settings.BindSettings;
import io.recordsync.settings.Catalogue;
import io.recordsync.settings.LedgerDatabaseSettings;
import io.recordsync.settings.LogSettings;
import io.recordsync.settings.Settings;
import io.recordsync.settings.SettingsFlags;
import io.recordsync.settings.StartSettings;
import io.recordsync.settings.SystemListSettings;
import io.recordsync.settings.TemporalSettings;
import io.recordsync.settings.TenantSettings;
import io.recordsync.worker.settings.CredentialSettings;
import io.recordsync.worker.settings.HttpSettings;
import io.recordsync.worker.settings.RetrySettings;
import io.recordsync.worker.settings.SyncSettings;
import io.recordsync.worker.settings.WorkerModuleSettings;
import io.recordsync.worker.settings.WorkerSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code recordsync worker}. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = "Runs workflows and deliveries until it is stopped.",
        footer = {
            "",
            "Without --systems and --workflows it runs all of them.",
            "",
            "Examples:",
            "  recordsync worker --systems hubspot      deliveries to HubSpot only",
            "  recordsync worker --workflows            workflows only; needs no system's credentials",
            "  SALESFORCE_BASE_URL=https://acme.my.salesforce.com SALESFORCE_CLIENT_ID=... \\",
            "  SALESFORCE_CLIENT_SECRET_FILE=/run/secrets/salesforce recordsync worker --sync-rules salesforce-only"
        })
public final class WorkerCommand implements Callable<Integer> {

    @Mixin
    private final SettingsFlags flags = SettingsFlags.of(Catalogue.of(
            List.of(
                    LedgerDatabaseSettings.class,
                    TemporalSettings.class,
                    StartSettings.class,
                    BindSettings.class,
                    LogSettings.class,
                    HttpSettings.class,
                    RetrySettings.class,
                    TenantSettings.class,
                    SystemListSettings.class,
                    SyncSettings.class,
                    WorkerSettings.class,
                    CredentialSettings.class),
            WorkerModuleSettings.KINDS));

    @Option(
            names = "--systems",
            paramLabel = "SYSTEM",
            split = ",",
            description = "Runs only deliveries to these systems; short for --worker-systems.")
    private List<String> systems = List.of();

    @Option(names = "--workflows", description = "Runs workflows; short for --worker-workflows=true.")
    private boolean workflows;

    @Spec
    private CommandSpec command = CommandSpec.create();

    /** The plan of a worker process: its configuration classes and its port. */
    public static ProcessPlan plan(Settings settings) {
        return new ProcessPlan(
                "worker",
                List.of(DatabaseConfiguration.class, TemporalConfiguration.class, WorkerConfiguration.class),
                OptionalInt.of(settings.get(WorkerSettings.class).port()),
                Map.of());
    }

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = settings();
        return ProcessLauncher.run(plan(settings), settings, process -> {
            command.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            "worker ready; health and metrics at http://%s:%d/actuator/health%n",
                            settings.get(BindSettings.class).address(),
                            process.port());
            command.commandLine().getOut().flush();
        });
    }

    private Settings settings() {
        if (!systems.isEmpty()) {
            flags.set("WORKER_SYSTEMS", String.join(",", systems));
        }
        if (workflows) {
            flags.set("WORKER_WORKFLOWS", "true");
        }
        return flags.read();
    }
}
