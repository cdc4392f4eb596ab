package io.recordsync.benchmarks;

import io.recordsync.process.CommandFailures;
import io.recordsync.process.ErrorIds;
import io.recordsync.process.Program;
import java.security.SecureRandom;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code recordsync bench}. The launcher runs it separately from all other commands, and builds it only
 * then.
 */
@Command(
        name = "recordsync bench",
        mixinStandardHelpOptions = true,
        subcommands = {
            FloodBench.class,
            FloorBench.class,
            QuotaBench.class,
            LatencyBench.class,
            ScaleBench.class,
            ReadBench.class,
            PeersBench.class
        },
        description = {
            "Measures recordsync on this machine. Kafka, PostgreSQL, Temporal, the simulator, the workers and the"
                    + " starter run as separate processes, so that the CPU time of each can be measured. Prints a"
                    + " table, and then one line of JSON.",
            "The exit code is 0 if no record was lost or duplicated, whatever the speed."
        },
        footer = {
            "",
            "Other programs on the machine distort the figures. The load before the run is reported with them.",
            "",
            "Examples:",
            "  recordsync bench flood --events 20000",
            "  recordsync bench flood --help"
        })
public final class Bench implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs one benchmark and ends the process with its exit code: 0 sound, 1 not sound, 2 not understood. */
    public static void main(String[] arguments) {
        Program.quiet(System.getenv());
        System.exit(commandLine(System.getenv()).execute(arguments));
    }

    static CommandLine commandLine(Map<String, String> environment) {
        CommandFailures failures = new CommandFailures(
                new ErrorIds(new SecureRandom()), () -> CommandFailures.isDebug(environment), "LOG_LEVEL=debug");
        return new CommandLine(new Bench())
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which benchmark?");
    }
}
