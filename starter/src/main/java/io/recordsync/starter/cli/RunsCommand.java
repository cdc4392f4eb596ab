package io.recordsync.starter.cli;

import io.recordsync.starter.rest.RunsView;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recordsync runs}. */
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        description = "Lists the runs that read systems, the newest first, with their counts and errors.",
        footer = {
            "",
            "Examples:",
            "  recordsync runs                       the newest runs of all systems",
            "  recordsync runs salesforce --limit 1  the newest run of Salesforce"
        })
public final class RunsCommand implements Callable<Integer> {

    @Mixin
    private final ApiOption api = new ApiOption();

    @Parameters(index = "0", arity = "0..1", paramLabel = "SYSTEM", description = "Only runs of this system.")
    private @Nullable String system;

    @Option(names = "--entity", description = "Only runs that read this entity.")
    private @Nullable String entity;

    @Option(names = "--limit", description = "The largest number of runs, 1 to 1000; default: 20")
    private @Nullable Integer limit;

    @Option(
            names = "--after",
            paramLabel = "CURSOR",
            description = "Continues a list after the end of its previous page.")
    private @Nullable String after;

    @Option(names = "--json", description = "Prints the API's answer unchanged.")
    private boolean json;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        try (ApiClient client = api.client()) {
            String answer = client.get("/v1/sync/runs"
                    + RecordOption.query(Stream.of(
                            RecordOption.parameter("system", system),
                            RecordOption.parameter("entity", entity),
                            RecordOption.parameter("limit", limit),
                            RecordOption.parameter("after", after))));
            String text = json ? answer : RunsText.of(client.read(answer, RunsView.class));
            command.commandLine().getOut().println(text.stripTrailing());
            command.commandLine().getOut().flush();
        }
        return 0;
    }
}
