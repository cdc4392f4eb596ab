package io.recordsync.starter.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recordsync approve}. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description = {
            "Applies the deletes that a run holds because they are more than the deleteGuard of the rules allows.",
            "The system is asked for each row once more. What is there is read; the other deletes are applied as the"
                    + " key deletes of the rules says."
        },
        footer = {
            "",
            "Examples:",
            "  recordsync runs          shows which runs hold deletes, and how many",
            "  recordsync approve 17    applies those of run 17"
        })
public final class ApproveCommand implements Callable<Integer> {

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
        return HeldDecisionCall.decide(
                command, api, run, "approve", json, "Its deletes are applied when the system does not have the rows.");
    }
}
