package io.recordsync.process;

import java.security.SecureRandom;
import java.util.Map;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;

/** Runs one command as a separate program, for use on servers. */
public final class Program {

    private Program() {}

    /**
     * Runs a command to its end.
     *
     * @param command an object with picocli's annotations
     * @return the exit code: 0 done, 1 failed, 2 not understood
     */
    public static int run(Object command, String... arguments) {
        Map<String, String> environment = System.getenv();
        quiet(environment);
        return commandLine(command, environment).execute(arguments);
    }

    static CommandLine commandLine(Object command, Map<String, String> environment) {
        CommandFailures failures = new CommandFailures(
                new ErrorIds(new SecureRandom()), () -> CommandFailures.isDebug(environment), "LOG_LEVEL=debug");
        return new CommandLine(command)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /**
     * Limits the log to warnings until a command configures logging itself, unless {@code LOG_LEVEL} asks for details.
     */
    public static void quiet(Map<String, String> environment) {
        LoggingSystem.get(Program.class.getClassLoader())
                .setLogLevel(
                        LoggingSystem.ROOT_LOGGER_NAME,
                        CommandFailures.isDebug(environment) ? LogLevel.DEBUG : LogLevel.WARN);
    }
}
