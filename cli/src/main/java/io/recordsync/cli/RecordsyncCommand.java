package io.recordsync.cli;

import io.recordsync.devstack.ResetCommand;
import io.recordsync.devstack.demo.DemoCommand;
import io.recordsync.process.CommandFailures;
import io.recordsync.process.ErrorIds;
import io.recordsync.process.Program;
import io.recordsync.simulator.SimulatorsCommand;
import io.recordsync.simulator.events.GenerateCommand;
import io.recordsync.starter.cli.ApproveCommand;
import io.recordsync.starter.cli.CancelCommand;
import io.recordsync.starter.cli.LinkCommand;
import io.recordsync.starter.cli.ReadersCommand;
import io.recordsync.starter.cli.RejectCommand;
import io.recordsync.starter.cli.ResendCommand;
import io.recordsync.starter.cli.ResolveCommand;
import io.recordsync.starter.cli.RetryCommand;
import io.recordsync.starter.cli.RunsCommand;
import io.recordsync.starter.cli.SendCommand;
import io.recordsync.starter.cli.SkipCommand;
import io.recordsync.starter.cli.StarterCommand;
import io.recordsync.starter.cli.StatusCommand;
import io.recordsync.starter.cli.SweepCommand;
import io.recordsync.starter.cli.SyncCommand;
import io.recordsync.starter.cli.SystemsCommand;
import io.recordsync.starter.cli.UnlinkCommand;
import io.recordsync.worker.WorkerCommand;
import io.recordsync.worker.cli.CheckCommand;
import io.recordsync.worker.cli.DescribeCommand;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code recordsync}. The launcher of the same name in the root of the project runs it. */
@Command(
        name = "recordsync",
        description = "Keeps customer records the same in several systems.",
        mixinStandardHelpOptions = true,
        versionProvider = RecordsyncVersion.class,
        footer = {
            "",
            "Examples:",
            "  recordsync demo               runs everything on this machine",
            "  recordsync demo --help        shows the options of demo",
            "  recordsync bench --help       shows the benchmarks; bench is built at its first use"
        })
public final class RecordsyncCommand implements Runnable {

    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            StarterCommand.class,
            WorkerCommand.class,
            StatusCommand.class,
            SyncCommand.class,
            RunsCommand.class,
            CancelCommand.class,
            ReadersCommand.class,
            ResendCommand.class,
            ApproveCommand.class,
            RejectCommand.class,
            RetryCommand.class,
            SkipCommand.class,
            ResolveCommand.class,
            LinkCommand.class,
            UnlinkCommand.class,
            SweepCommand.class,
            SystemsCommand.class,
            DescribeCommand.class,
            CheckCommand.class,
            SendCommand.class,
            GenerateCommand.class,
            SimulatorsCommand.class,
            ResetCommand.class);

    @Option(
            names = "--stacktrace",
            description = "Prints the stack trace when a command fails. LOG_LEVEL=debug does so, too.")
    private boolean stacktrace;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 not understood. */
    public static void main(String[] arguments) {
        Program.quiet(System.getenv());
        int exitCode = commandLine(System.getenv(), arguments).execute(arguments);
        System.exit(exitCode);
    }

    static CommandLine commandLine(Map<String, String> environment, String... arguments) {
        return commandLine(COMMANDS, environment, arguments);
    }

    static CommandLine commandLine(List<Class<?>> commands, Map<String, String> environment, String... arguments) {
        RecordsyncCommand root = new RecordsyncCommand();
        CommandLine line = new CommandLine(root);
        needed(commands, arguments).forEach(line::addSubcommand);
        CommandFailures failures = new CommandFailures(
                new ErrorIds(new SecureRandom()),
                () -> root.stacktrace || CommandFailures.isDebug(environment),
                "--stacktrace");
        return line.setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /**
     * Only the named command is created, because that takes time. If none is named, as for the help, all are created.
     */
    private static List<Class<?>> needed(List<Class<?>> commands, String... arguments) {
        List<Class<?>> named = commands.stream()
                .filter(type -> List.of(arguments)
                        .contains(type.getAnnotation(Command.class).name()))
                .toList();
        return named.isEmpty() ? commands : named;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
