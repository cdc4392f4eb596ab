package io.recordsync.worker;

import io.recordsync.settings.BindSettings;
import io.recordsync.settings.DatabaseConfiguration;
import io.recordsync.settings.DatabaseSettings;
import io.recordsync.settings.HttpSettings;
import io.recordsync.settings.LogSettings;
import io.recordsync.settings.ProcessPlan;
import io.recordsync.settings.Processes;
import io.recordsync.settings.RetrySettings;
import io.recordsync.settings.Settings;
import io.recordsync.settings.SettingsFlags;
import io.recordsync.settings.TemporalConfiguration;
import io.recordsync.settings.TemporalSettings;
import io.recordsync.worker.settings.HubSpotAccount;
import io.recordsync.worker.settings.SalesforceAccount;
import io.recordsync.worker.settings.SyncSettings;
import io.recordsync.worker.settings.WorkerSettings;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code recordsync worker}. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = "Carries records to their systems: runs workflows and deliveries until it is stopped.",
        footer = {
            "",
            "Example:",
            "  SALESFORCE_BASE_URL=https://acme.my.salesforce.com SALESFORCE_CLIENT_ID=... \\",
            "  SALESFORCE_CLIENT_SECRET_FILE=/run/secrets/salesforce recordsync worker --sync-rules salesforce-only"
        })
public final class WorkerCommand implements Callable<Integer> {

    @Mixin
    private final SettingsFlags flags = SettingsFlags.of(
            DatabaseSettings.class,
            TemporalSettings.class,
            BindSettings.class,
            LogSettings.class,
            HttpSettings.class,
            RetrySettings.class,
            SyncSettings.class,
            WorkerSettings.class,
            SalesforceAccount.class,
            HubSpotAccount.class);

    @Spec
    private CommandSpec command = CommandSpec.create();

    /** What a worker process consists of. */
    public static ProcessPlan plan(Settings settings) {
        return new ProcessPlan(
                "worker",
                List.of(DatabaseConfiguration.class, TemporalConfiguration.class, WorkerConfiguration.class),
                OptionalInt.of(settings.get(WorkerSettings.class).port()),
                Map.of());
    }

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = flags.read();
        return Processes.run(plan(settings), settings, process -> {
            command.commandLine()
                    .getOut()
                    .printf(
                            "worker ready; health and metrics at http://%s:%d/actuator/health%n",
                            settings.get(BindSettings.class).address(), process.port());
            command.commandLine().getOut().flush();
        });
    }
}
