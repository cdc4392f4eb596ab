package io.recordsync.starter.cli;

import io.recordsync.starter.rest.Overview;
import io.recordsync.starter.rest.RecordView;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recordsync status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Says what became of a record, or how everything stands.",
        footer = {
            "",
            "Examples:",
            "  recordsync status                  counts events, deliveries and calls",
            "  recordsync status contact A1234    where that record stands, and why"
        })
public final class StatusCommand implements Callable<Integer> {

    @Mixin
    private final ApiOption api = new ApiOption();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ENTITY",
            description = "The kind of record, such as contact.")
    private @Nullable String entity;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "The record's id.")
    private @Nullable String id;

    @Option(names = "--tenant", defaultValue = "default", description = "Whose record; default: ${DEFAULT-VALUE}")
    private String tenant = "";

    @Option(names = "--json", description = "Prints the API's answer as it is.")
    private boolean json;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        try (ApiClient client = api.client()) {
            command.commandLine().getOut().println(answer(client).stripTrailing());
            command.commandLine().getOut().flush();
        }
        return 0;
    }

    private String answer(ApiClient client) {
        if (entity == null) {
            String answer = client.get("/v1/status");
            return json ? answer : OverviewText.of(client.read(answer, Overview.class));
        }
        if (id == null) {
            throw new ParameterException(command.commandLine(), "Give ENTITY and ID both, or neither.");
        }
        String answer = client.get(RecordOption.path(entity, id) + "?tenant=" + RecordOption.encoded(tenant));
        return json ? answer : RecordText.of(client.read(answer, RecordView.class));
    }
}
