package io.recordsync.starter.cli;

import io.recordsync.starter.rest.SystemsView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code recordsync systems}. */
@Command(
        name = "systems",
        mixinStandardHelpOptions = true,
        description = "Lists the systems, what they can do, their quotas and their open circuits.",
        footer = {
            "",
            "Example:",
            "  recordsync systems",
            "",
            "The settings of a system: recordsync describe SYSTEM. A test of its account: recordsync check SYSTEM."
        })
public final class SystemsCommand implements Callable<Integer> {

    @Mixin
    private final ApiOption api = new ApiOption();

    @Option(names = "--json", description = "Prints the API's answer unchanged.")
    private boolean json;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        try (ApiClient client = api.client()) {
            String answer = client.get("/v1/crms/available");
            String text = json ? answer : SystemsText.of(client.read(answer, SystemsView.class));
            command.commandLine().getOut().println(text.stripTrailing());
            command.commandLine().getOut().flush();
        }
        return 0;
    }
}
