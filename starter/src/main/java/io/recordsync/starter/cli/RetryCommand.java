package io.recordsync.starter.cli;

import io.recordsync.process.Table;
import io.recordsync.starter.rest.SignalView;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recordsync retry}. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description = "Retries parked deliveries at once.",
        footer = {
            "",
            "Examples:",
            "  recordsync retry A1234 --system hubspot",
            "  recordsync retry --failed --system salesforce --reason REQUIRED_FIELD_MISSING"
        })
public final class RetryCommand implements Callable<Integer> {

    @Mixin
    private final ApiOption api = new ApiOption();

    @Mixin
    private final RecordOption record = new RecordOption();

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "The record's id.")
    private @Nullable String id;

    @Option(names = "--failed", description = "Retries all parked deliveries, or those that match the other options.")
    private boolean failed;

    @Option(names = "--reason", description = "With --failed: only deliveries that failed with this error code.")
    private @Nullable String reason;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        if ((id == null) != failed || (reason != null && !failed)) {
            throw new ParameterException(
                    command.commandLine(), "Give either ID or --failed. --reason can only be used with --failed.");
        }
        try (ApiClient client = api.client()) {
            command.commandLine().getOut().println(id == null ? retryFailed(client) : retry(client, id));
            command.commandLine().getOut().flush();
        }
        return 0;
    }

    private String retry(ApiClient client, String id) {
        SignalView asked = client.read(client.post(record.path("retry", id)), SignalView.class);
        String what = asked.parked().isEmpty()
                ? "no delivery was parked, so that it only checks whether one is due"
                : "it retries the delivery to " + String.join(" and to ", asked.parked());
        String needed = asked.needed() == null ? "" : " " + asked.needed();
        return Table.plain("%s was signalled: %s.%s".formatted(asked.workflowId(), what, needed));
    }

    private String retryFailed(ApiClient client) {
        int told = new ParkedRetries(client, record, reason).run();
        return switch (told) {
            case 0 -> "No parked delivery matches.";
            case 1 -> "One parked delivery is being retried.";
            default -> told + " parked deliveries are being retried.";
        };
    }
}
