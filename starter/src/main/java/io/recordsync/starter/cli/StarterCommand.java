package io.recordsync.starter.cli;

import io.recordsync.process.DatabaseConfiguration;
import io.recordsync.process.ProcessLauncher;
import io.recordsync.process.ProcessPlan;
import io.recordsync.process.RunningProcess;
import io.recordsync.process.TemporalConfiguration;
import io.recordsync.settings.BindSettings;
import io.recordsync.settings.LedgerDatabaseSettings;
import io.recordsync.settings.LogSettings;
import io.recordsync.settings.Settings;
import io.recordsync.settings.SettingsFlags;
import io.recordsync.settings.StartSettings;
import io.recordsync.settings.TemporalSettings;
import io.recordsync.settings.TenantSettings;
import io.recordsync.starter.bridge.BridgeConfiguration;
import io.recordsync.starter.bridge.intake.DebeziumSettings;
import io.recordsync.starter.bridge.kafka.KafkaSettings;
import io.recordsync.starter.bridge.load.BridgeSettings;
import io.recordsync.starter.reading.ReadingConfiguration;
import io.recordsync.starter.rest.ApiSettings;
import io.recordsync.starter.rest.RestConfiguration;
import io.recordsync.starter.rest.SimulatorSettings;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code recordsync starter}. */
@Command(
        name = "starter",
        mixinStandardHelpOptions = true,
        description = "Accepts events from Kafka and REST, and serves the REST API, until it is stopped.",
        footer = {
            "",
            "Example:",
            "  recordsync starter --kafka-bootstrap-servers kafka:9092 --temporal-address temporal:7233 \\",
            "      --database-url postgres://sync@db/sync"
        })
public final class StarterCommand implements Callable<Integer> {

    @Mixin
    private final SettingsFlags flags = SettingsFlags.of(
            KafkaSettings.class,
            DebeziumSettings.class,
            BridgeSettings.class,
            ApiSettings.class,
            SimulatorSettings.class,
            BindSettings.class,
            LedgerDatabaseSettings.class,
            TemporalSettings.class,
            StartSettings.class,
            LogSettings.class,
            TenantSettings.class);

    @Spec
    private CommandSpec command = CommandSpec.create();

    /** What a starter process consists of. */
    public static ProcessPlan plan(Settings settings) {
        return new ProcessPlan(
                "starter",
                List.of(
                        DatabaseConfiguration.class,
                        TemporalConfiguration.class,
                        BridgeConfiguration.class,
                        ReadingConfiguration.class,
                        RestConfiguration.class),
                OptionalInt.of(settings.get(ApiSettings.class).port()),
                RestConfiguration.PROPERTIES);
    }

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = flags.read();
        return ProcessLauncher.run(plan(settings), settings, process -> announce(settings, process));
    }

    private void announce(Settings settings, RunningProcess process) {
        String api = String.format(
                Locale.ROOT, "http://%s:%d", settings.get(BindSettings.class).address(), process.port());
        PrintWriter out = command.commandLine().getOut();
        out.printf(
                "starter ready; reading %s%n",
                String.join(", ", settings.get(KafkaSettings.class).topic()));
        out.printf("  API       %s/v1/sync/status%n", api);
        out.printf("  API page  %s/swagger-ui.html%n", api);
        out.printf("  health    %s/actuator/health/readiness%n", api);
        out.flush();
    }
}
