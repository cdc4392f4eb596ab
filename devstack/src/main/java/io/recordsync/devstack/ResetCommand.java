package io.recordsync.devstack;

import java.io.Console;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code recordsync reset}: empties the data folder. */
@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        description = "Deletes the data of this machine's servers, but no downloaded or built programs.",
        footer = {"", "Example:", "  recordsync reset --yes        does not ask first"})
public final class ResetCommand implements Callable<Integer> {

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder. Default: .recordsync")
    private @Nullable Path data;

    @Option(names = "--all", description = "Also deletes the downloaded and built programs in it.")
    private boolean all;

    @Option(names = "--yes", description = "Does not ask first. Required where there is no terminal.")
    private boolean yes;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        DataFolder folder = data == null ? DataFolder.usual() : DataFolder.at(data);
        if (!folder.holdsAnything(all)) {
            say("There is no data in %s.".formatted(folder.root()));
            return 0;
        }
        if (!yes && !confirmed(folder)) {
            say("Nothing was deleted.");
            return 1;
        }
        folder.empty(all);
        say("Emptied %s.".formatted(folder.root()));
        return 0;
    }

    private boolean confirmed(DataFolder folder) {
        Console terminal = System.console();
        if (terminal == null) {
            throw new DevStackException(
                    "There is no terminal on which to confirm that %s is deleted. Add --yes.".formatted(folder.root()));
        }
        String answer = terminal.readLine("Delete all data in %s? [y/N] ", folder.root());
        return "y".equalsIgnoreCase(answer == null ? "" : answer.strip());
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
    }
}
