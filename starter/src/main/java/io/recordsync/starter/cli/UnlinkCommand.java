package io.recordsync.starter.cli;

import java.util.concurrent.Callable;
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
        return RowLinkCall.decide(command, api, record, "unlink", id, system, externalId);
    }
}
