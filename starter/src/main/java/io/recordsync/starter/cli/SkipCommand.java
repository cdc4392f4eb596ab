package io.recordsync.starter.cli;

import io.recordsync.process.Table;
import io.recordsync.starter.rest.SignalView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recordsync skip}. */
@Command(
        name = "skip",
        mixinStandardHelpOptions = true,
        description = "Gives up a record's parked deliveries until its next change.",
        footer = {"", "Example:", "  recordsync skip A1234 --system hubspot"})
public final class SkipCommand implements Callable<Integer> {

    @Mixin
    private final ApiOption api = new ApiOption();

    @Mixin
    private final RecordOption record = new RecordOption();

    @Parameters(index = "0", paramLabel = "ID", description = "The record's id.")
    private String id = "";

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        try (ApiClient client = api.client()) {
            SignalView asked = client.read(client.post(record.path("skip", id)), SignalView.class);
            command.commandLine().getOut().println(text(asked));
            command.commandLine().getOut().flush();
        }
        return 0;
    }

    private static String text(SignalView asked) {
        return Table.plain("%s was signalled: it gives up the delivery to %s until the record's next change."
                .formatted(asked.workflowId(), String.join(" and to ", asked.parked())));
    }
}
