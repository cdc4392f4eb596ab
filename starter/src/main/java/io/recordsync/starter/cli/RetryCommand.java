package io.recordsync.starter.cli;

import io.recordsync.starter.rest.AskedView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code recordsync retry}. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description = "Tries a record's parked deliveries again at once, also when its workflow has ended.",
        footer = {"", "Example:", "  recordsync retry contact A1234 --system hubspot"})
public final class RetryCommand implements Callable<Integer> {

    @Mixin
    private final ApiOption api = new ApiOption();

    @Mixin
    private final RecordOption record = new RecordOption();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        try (ApiClient client = api.client()) {
            AskedView asked = client.read(client.post(record.path("retry")), AskedView.class);
            command.commandLine().getOut().println(text(asked));
            command.commandLine().getOut().flush();
        }
        return 0;
    }

    private static String text(AskedView asked) {
        String what = asked.parked().isEmpty()
                ? "nothing of it was parked, so that it only looks whether something is due"
                : "it tries " + String.join(" and ", asked.parked()) + " again";
        return Table.plain("%s is told: %s.".formatted(asked.workflowId(), what));
    }
}
