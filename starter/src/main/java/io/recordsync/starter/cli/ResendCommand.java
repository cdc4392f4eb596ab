package io.recordsync.starter.cli;

import io.recordsync.starter.rest.StartedRunsView;
import io.recordsync.starter.rest.StartedRunsView.Started;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recordsync resend}. */
@Command(
        name = "resend",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Gives a system again what it lacks, for instance after a change of the rules.",
            "A run goes through all records of the entity, and makes due each that the rules would give to the system"
                    + " otherwise than it was given. What a person has to decide or has given up stays as it is. Its"
                    + " end does not wait for the deliveries."
        },
        footer = {
            "",
            "Exit codes: 0 all well, 1 the run failed, 2 wrong options, 3 some records could not be looked at.",
            "",
            "Examples:",
            "  recordsync resend salesforce contact   gives Salesforce the contacts that it would get otherwise by now"
        })
public final class ResendCommand implements Callable<Integer> {

    @Mixin
    private final ApiOption api = new ApiOption();

    @Parameters(index = "0", paramLabel = "SYSTEM", description = "The system to give to.")
    private String system = "";

    @Parameters(index = "1", paramLabel = "ENTITY", description = "The entity whose records are looked at.")
    private String entity = "";

    @Option(names = "--no-wait", description = "Starts the run, and does not wait for its end.")
    private boolean noWait;

    @Option(names = "--json", description = "Prints the API's last answers as JSON.")
    private boolean json;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        try (ApiClient client = api.client()) {
            String answer = start(client);
            List<Started> started = client.read(answer, StartedRunsView.class).started();
            if (noWait) {
                print(json ? answer : started());
                return 0;
            }
            return new RunEnd(client, command, json).await(started);
        }
    }

    private String start(ApiClient client) {
        try {
            return client.post("/v1/sync/resends"
                    + RecordOption.query(Stream.of(
                            RecordOption.parameter("system", system), RecordOption.parameter("entity", entity))));
        } catch (ApiRefusalException e) {
            throw e.isOfTheRequest()
                    ? new ParameterException(command.commandLine(), String.valueOf(e.getMessage()))
                    : e;
        }
    }

    private String started() {
        return "The run of %s %s is started. `recordsync runs %s` shows it.".formatted(system, entity, system);
    }

    private void print(String text) {
        command.commandLine().getOut().println(text.stripTrailing());
        command.commandLine().getOut().flush();
    }
}
