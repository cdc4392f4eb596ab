package io.recordsync.starter.cli;

import io.recordsync.process.Table;
import io.recordsync.starter.rest.DecisionView;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recordsync unlink}. */
@Command(
        name = "unlink",
        mixinStandardHelpOptions = true,
        description = {
            "Takes a row of a system that is read from its record.",
            "The row is no record's, and is not matched again before somebody links it."
        },
        footer = {"", "Example:", "  recordsync unlink A1234 salesforce"})
public final class UnlinkCommand implements Callable<Integer> {

    @Mixin
    private final ApiOption api = new ApiOption();

    @Mixin
    private final OneRecordOption record = new OneRecordOption();

    @Parameters(index = "0", paramLabel = "RECORD", description = "The record's id.")
    private String id = "";

    @Parameters(index = "1", paramLabel = "SYSTEM", description = "The system of the row.")
    private String system = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "EXTERNAL_ID",
            description =
                    "The row's id in the system, where it is not certain that the row is the record's. Default: the"
                            + " record's row.")
    private @Nullable String externalId;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        try (ApiClient client = api.client()) {
            Stream<String> parameters = Stream.of(
                    RecordOption.parameter("system", system), RecordOption.parameter("external_id", externalId));
            DecisionView decision = client.read(client.post(record.path("unlink", id, parameters)), DecisionView.class);
            command.commandLine().getOut().println(Table.plain(decision.note()));
            command.commandLine().getOut().flush();
        }
        return 0;
    }
}
