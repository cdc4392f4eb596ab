package io.recordsync.starter.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recordsync reject}. */
@Command(
        name = "reject",
        mixinStandardHelpOptions = true,
        description = {
            "Rejects the deletes that a run holds because they are more than the deleteGuard of the rules allows.",
            "The records stay. Their rows are not made again before they return or somebody retries the delivery."
        },
        footer = {
            "",
            "Examples:",
            "  recordsync runs         shows which runs hold deletes, and how many",
            "  recordsync reject 17    rejects those of run 17"
        })
public final class RejectCommand implements Callable<Integer> {

    @Mixin
    private final ApiOption api = new ApiOption();

    @Parameters(index = "0", paramLabel = "RUN", description = "The number of the run, as `recordsync runs` shows it.")
    private long run;

    @Option(names = "--json", description = "Prints the API's answer unchanged.")
    private boolean json;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        return HeldDecisionCall.decide(command, api, run, "reject", json, "Its records stay.");
    }
}
