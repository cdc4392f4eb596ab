package io.recordsync.process;

import io.recordsync.settings.SettingException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns a command's failure into one sentence for a person and an exit code. */
public final class CommandFailures implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private final ErrorIds errorIds;
    private final BooleanSupplier verbose;
    private final String howToBeVerbose;

    /**
     * @param verbose whether to print the stack trace; asked when a failure occurs
     * @param howToBeVerbose what a person adds to the command to see the stack trace, to follow "run it again with"
     */
    public CommandFailures(ErrorIds errorIds, BooleanSupplier verbose, String howToBeVerbose) {
        this.errorIds = errorIds;
        this.verbose = verbose;
        this.howToBeVerbose = howToBeVerbose;
    }

    /** Whether {@code LOG_LEVEL} is debug or trace. */
    public static boolean isDebug(Map<String, String> environment) {
        return Stream.of("debug", "trace").anyMatch(environment.getOrDefault("LOG_LEVEL", "")::equalsIgnoreCase);
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (isForPeople(failure)) {
            err.println(failure.getMessage());
        } else {
            err.printf(
                    "recordsync %s failed: %s. Error id: %s. To see the stack trace, run it again with %s.%n",
                    command.getCommandName(), sentence(failure), errorIds.next(), howToBeVerbose);
        }
        if (verbose.getAsBoolean()) {
            failure.printStackTrace(err);
        }
        return failure instanceof SettingException ? SettingException.EXIT_CODE : ExitCode.SOFTWARE;
    }

    /** The messages of these exceptions say in one sentence what failed and what to do. */
    private static boolean isForPeople(Exception failure) {
        return failure instanceof SettingException || failure instanceof StartException;
    }

    /**
     * The first line of the deepest cause's message, without a full stop. The deepest cause says what happened; the
     * exceptions that wrap it only say where.
     */
    private static String sentence(Exception failure) {
        Throwable deepest = Stream.iterate((Throwable) failure, cause -> cause != null, Throwable::getCause)
                .limit(50)
                .reduce(failure, (outer, inner) -> inner);
        String message = deepest.getMessage();
        return message == null
                ? deepest.getClass().getSimpleName()
                : message.lines().findFirst().orElse("").replaceFirst("[.]$", "");
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        command.getErr().printf("%s%n", failure.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, command.getErr())) {
            command.getErr()
                    .printf(
                            "`%s --help` shows the options.%n",
                            command.getCommandSpec().qualifiedName());
        }
        return ExitCode.USAGE;
    }
}
