package io.recordsync.starter.cli;

import io.recordsync.starter.rest.RunView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recordsync cancel}. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = "Ends a run that reads a system, after its page. What it has read stays.",
        footer = {"", "Example:", "  recordsync cancel 17", "", "The runs and their numbers: recordsync runs"})
public final class CancelCommand implements Callable<Integer> {

    @Mixin
    private final ApiOption api = new ApiOption();

    @Parameters(index = "0", paramLabel = "RUN", description = "The number of the run.")
    private long id;

    @Option(names = "--json", description = "Prints the API's answer unchanged.")
    private boolean json;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        try (ApiClient client = api.client()) {
            String answer = client.post("/v1/sync/runs/" + id + "/cancel");
            String text = json ? answer : text(client.read(answer, RunView.class));
            command.commandLine().getOut().println(text);
            command.commandLine().getOut().flush();
        }
        return 0;
    }

    private static String text(RunView run) {
        return run.status().equals("running")
                ? "Run %s of %s %s ends after its page. `recordsync runs %s` shows it."
                        .formatted(run.id(), run.system(), run.entity(), run.system())
                : RunsText.end(run);
    }
}
