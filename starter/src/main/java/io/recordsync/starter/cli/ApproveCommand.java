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
            "Applies what a run holds: deletes that are more than the deleteGuard of the rules allows, a field"
                    + " that many rows have lost or show in another form, and rows that went back in time.",
            "For deletes, the system is asked for each row once more. What is there is read; the other deletes are"
                    + " applied as the key deletes of the rules says. What fields and rows show is taken."
        },
        footer = {
            "",
            "Examples:",
            "  recordsync runs          shows which runs hold something, and how much",
            "  recordsync approve 17    applies what run 17 holds"
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
                command,
                api,
                run,
                "approve",
                json,
                "Its deletes are applied when the system does not have the rows. What its fields and rows show is"
                        + " taken.");
    }
}
