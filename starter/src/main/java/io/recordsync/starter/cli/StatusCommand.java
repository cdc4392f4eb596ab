package io.recordsync.starter.cli;

import io.recordsync.starter.rest.RecordView;
import io.recordsync.starter.rest.StatusView;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
        description = "Shows the status of a record, a list of deliveries, or all counts.",
        footer = {
            "",
            "Examples:",
            "  recordsync status                                   counts of events, deliveries and calls;"
                    + " reads the whole ledger",
            "  recordsync status A1234                             the status of this record, and its errors",
            "  recordsync status --state parked --system hubspot   the parked deliveries to HubSpot"
        })
public final class StatusCommand implements Callable<Integer> {

    @Mixin
    private final ApiOption api = new ApiOption();

    @Mixin
    private final RecordOption record = new RecordOption();

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "The record's id.")
    private @Nullable String id;

    @Option(
            names = "--state",
            description = "Lists deliveries in this state: due, delivered, deleted, unrouted, parked, skipped, gone or"
                    + " conflict.")
    private @Nullable String state;

    @Option(
            names = "--reason",
            description = "Lists deliveries that failed with this error code, such as REQUIRED_FIELD_MISSING.")
    private @Nullable String reason;

    @Option(names = "--limit", description = "The largest number of deliveries in a list, 1 to 1000; default: 50")
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
        if (id != null && isList()) {
            throw new ParameterException(command.commandLine(), "Give either ID, or options that select deliveries.");
        }
        try (ApiClient client = api.client()) {
            command.commandLine().getOut().println(answer(client).stripTrailing());
            command.commandLine().getOut().flush();
        }
        return 0;
    }

    private boolean isList() {
        return record.hasSystem() || Stream.of(state, reason, limit, after).anyMatch(Objects::nonNull);
    }

    private String answer(ApiClient client) {
        String answer = client.get(id == null ? record.listPath(listed()) : record.path("status", id));
        return json ? answer : text(client, answer);
    }

    private Stream<String> listed() {
        return Stream.of(
                RecordOption.parameter("state", state),
                RecordOption.parameter("reason", reason),
                RecordOption.parameter("limit", limit),
                RecordOption.parameter("after", after));
    }

    private String text(ApiClient client, String answer) {
        if (id != null) {
            return RecordText.of(client.read(answer, RecordView.class));
        }
        StatusView status = client.read(answer, StatusView.class);
        return isList() || status.counts() == null ? DeliveriesText.of(status) : OverviewText.of(status.counts());
    }
}
