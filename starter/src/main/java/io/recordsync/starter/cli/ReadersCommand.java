package io.recordsync.starter.cli;

import io.recordsync.starter.rest.ReaderChange;
import io.recordsync.starter.rest.ReaderView;
import io.recordsync.starter.rest.ReadersView;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code recordsync readers}, with the commands that change one. */
@Command(
        name = "readers",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the readers of systems: how often they read, and their last and next runs.",
            "An interval that a person has set goes before the one in the rule file."
        },
        footer = {
            "",
            "Examples:",
            "  recordsync readers",
            "  recordsync readers set salesforce contact --every 1m --why \"A fair this week\"",
            "  recordsync readers pause salesforce contact --why \"The sandbox is being refreshed\"",
            "  recordsync readers resume salesforce contact"
        },
        subcommands = {
            ReadersCommand.SetCommand.class,
            ReadersCommand.PauseCommand.class,
            ReadersCommand.ResumeCommand.class,
            ReadersCommand.ResetCommand.class
        })
public final class ReadersCommand implements Callable<Integer> {

    @Mixin
    private final ApiOption api = new ApiOption();

    @Option(names = "--json", description = "Prints the API's answer unchanged.")
    private boolean json;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        try (ApiClient client = api.client()) {
            String answer = client.get("/v1/sync/readers");
            print(command, json ? answer : ReadersText.of(client.read(answer, ReadersView.class)));
        }
        return 0;
    }

    private static void print(CommandSpec command, String text) {
        command.commandLine().getOut().println(text.stripTrailing());
        command.commandLine().getOut().flush();
    }

    /** What the commands for one reader have in common. */
    abstract static class OfReader implements Callable<Integer> {

        @Mixin
        private final ApiOption api = new ApiOption();

        @Mixin
        private final ReaderOption reader = new ReaderOption();

        @Option(names = "--json", description = "Prints the API's answer unchanged.")
        private boolean json;

        @Spec
        private CommandSpec command = CommandSpec.create();

        /** Makes one call, and prints the reader as it is then. */
        final int print(Function<Call, String> call) {
            try (ApiClient client = api.client()) {
                String answer = call.apply(new Call(client, reader.path()));
                ReadersCommand.print(command, json ? answer : ReadersText.of(client.read(answer, ReaderView.class)));
                return 0;
            } catch (ApiRefusalException e) {
                throw e.isOfTheRequest()
                        ? new ParameterException(command.commandLine(), String.valueOf(e.getMessage()))
                        : e;
            }
        }

        static String me() {
            return "person/" + System.getProperty("user.name", "api");
        }
    }

    private record Call(ApiClient client, String path) {}

    /** {@code recordsync readers set}. */
    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = "Sets how often a reader reads. What is not given stays as it is.",
            footer = {
                "",
                "Example:",
                "  recordsync readers set salesforce contact --every 1m --full 7d --why \"A fair this week\""
            })
    static final class SetCommand extends OfReader {

        @Option(names = "--every", paramLabel = "SPAN", description = "How often changes are read: 30s, 5m, 1h30m.")
        private @Nullable String every;

        @Option(names = "--full", paramLabel = "SPAN", description = "How often all rows are read: 1d.")
        private @Nullable String full;

        @Option(
                names = "--deletes-every",
                paramLabel = "SPAN",
                description = "How often the system's list of deletes is read.")
        private @Nullable String deletesEvery;

        @Option(names = "--why", required = true, description = "The reason, for those who find it later.")
        private String why = "";

        @Override
        public Integer call() {
            ReaderChange change = new ReaderChange(every, full, deletesEvery, null, why, me());
            return print(call -> call.client().put(call.path(), change));
        }
    }

    /** {@code recordsync readers pause}. */
    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Pauses a reader: no run starts, and one under way waits before its next page.",
            footer = {
                "",
                "Example:",
                "  recordsync readers pause salesforce contact --why \"The sandbox is being refreshed\""
            })
    static final class PauseCommand extends OfReader {

        @Option(names = "--why", required = true, description = "The reason, for those who find it later.")
        private String why = "";

        @Override
        public Integer call() {
            ReaderChange change = new ReaderChange(null, null, null, true, why, me());
            return print(call -> call.client().put(call.path(), change));
        }
    }

    /** {@code recordsync readers resume}. */
    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Ends the pause of a reader. A run that waited goes on.",
            footer = {"", "Example:", "  recordsync readers resume salesforce contact"})
    static final class ResumeCommand extends OfReader {

        @Override
        public Integer call() {
            ReaderChange change = new ReaderChange(null, null, null, false, null, me());
            return print(call -> call.client().put(call.path(), change));
        }
    }

    /** {@code recordsync readers reset}. */
    @Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            description = "Removes the intervals that were set, so that those of the rule file hold. A pause stays.",
            footer = {"", "Example:", "  recordsync readers reset salesforce contact"})
    static final class ResetCommand extends OfReader {

        @Override
        public Integer call() {
            return print(call -> call.client().delete(call.path()));
        }
    }
}
