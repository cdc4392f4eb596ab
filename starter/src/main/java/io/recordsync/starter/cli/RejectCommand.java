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
            "Rejects what a run holds: deletes that are more than the deleteGuard of the rules allows, a field"
                    + " that many rows have lost or show in another form, and rows that went back in time.",
            "Our values of such fields and rows are written again. For deletes, the records stay. Their rows are"
                    + " not made again before they return or somebody retries the delivery."
        },
        footer = {
            "",
            "Examples:",
            "  recordsync runs         shows which runs hold something, and how much",
            "  recordsync reject 17    rejects what run 17 holds"
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
