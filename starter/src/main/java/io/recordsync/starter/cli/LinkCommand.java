package io.recordsync.starter.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recordsync link}. */
@Command(
        name = "link",
        mixinStandardHelpOptions = true,
        description = {
            "Gives a row of a system that is read to a record.",
            "A record that was only made because of the row is deleted. A row that the record had there before is kept"
                    + " apart."
        },
        footer = {"", "Example:", "  recordsync link A1234 salesforce 003xx000004TmiQAAS"})
public final class LinkCommand implements Callable<Integer> {

    @Mixin
    private final ApiOption api = new ApiOption();

    @Mixin
    private final OneRecordOption record = new OneRecordOption();

    @Parameters(index = "0", paramLabel = "RECORD", description = "The record's id.")
    private String id = "";

    @Parameters(index = "1", paramLabel = "SYSTEM", description = "The system of the row.")
    private String system = "";

    @Parameters(index = "2", paramLabel = "EXTERNAL_ID", description = "The row's id in the system.")
    private String externalId = "";

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        return RowLinkCall.decide(command, api, record, "link", id, system, externalId);
    }
}
