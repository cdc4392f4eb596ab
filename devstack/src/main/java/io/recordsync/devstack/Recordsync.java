package io.recordsync.devstack;

import io.recordsync.settings.ErrorIds;
import java.security.SecureRandom;
import java.util.Map;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code recordsync}; the launcher of the same name in the root of the project runs it. */
@Command(
        name = "recordsync",
        description = "Keeps customer records the same in several systems.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        subcommands = {ResetCommand.class},
        footer = {
            "",
            "Examples:",
            "  recordsync reset              empties the data folder",
            "  recordsync reset --help       says what reset can do"
        })
public final class Recordsync implements Runnable {

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "When a command fails, prints where. LOG_LEVEL=debug does too.")
    private boolean stacktrace;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 not understood. */
    public static void main(String[] arguments) {
        quiet(System.getenv());
        int exitCode = commandLine(System.getenv()).execute(arguments);
        System.exit(exitCode);
    }

    /** Until a command sets logging up itself, libraries do not chatter into its output. */
    private static void quiet(Map<String, String> environment) {
        LoggingSystem.get(Recordsync.class.getClassLoader())
                .setLogLevel(
                        LoggingSystem.ROOT_LOGGER_NAME, Failures.isDebug(environment) ? LogLevel.DEBUG : LogLevel.WARN);
    }

    static CommandLine commandLine(Map<String, String> environment) {
        Recordsync root = new Recordsync();
        Failures failures =
                new Failures(new ErrorIds(new SecureRandom()), () -> root.stacktrace || Failures.isDebug(environment));
        return new CommandLine(root)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
