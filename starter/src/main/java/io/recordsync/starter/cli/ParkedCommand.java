package io.recordsync.starter.cli;

import io.recordsync.starter.rest.ParkedView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code recordsync parked}. */
@Command(
        name = "parked",
        mixinStandardHelpOptions = true,
        description = "Lists deliveries that gave up for now, the longest parked first.",
        footer = {"", "Example:", "  recordsync parked --limit 20"})
public final class ParkedCommand implements Callable<Integer> {

    @Mixin
    private final ApiOption api = new ApiOption();

    @Option(names = "--tenant", defaultValue = "default", description = "Whose records; default: ${DEFAULT-VALUE}")
    private String tenant = "";

    @Option(
            names = "--limit",
            defaultValue = "100",
            description = "How many at most, 1 to 1000; default: ${DEFAULT-VALUE}")
    private int limit;

    @Option(names = "--json", description = "Prints the API's answer as it is.")
    private boolean json;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        try (ApiClient client = api.client()) {
            String answer = client.get("/v1/parked?limit=" + limit + "&tenant=" + RecordOption.encoded(tenant));
            String text = json ? answer : text(client.read(answer, ParkedView.class));
            command.commandLine().getOut().println(text.stripTrailing());
            command.commandLine().getOut().flush();
        }
        return 0;
    }

    private static String text(ParkedView view) {
        if (view.parked().isEmpty()) {
            return "Nothing is parked.";
        }
        Table table = new Table().row("ENTITY", "ID", "SYSTEM", "SINCE", "WHY");
        view.parked()
                .forEach(one -> table.row(
                        one.entity(),
                        one.id(),
                        one.system(),
                        RecordText.time(one.since()),
                        RecordText.sentence(one.error())));
        return table.toString();
    }
}
