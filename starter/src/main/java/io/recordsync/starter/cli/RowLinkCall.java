package io.recordsync.starter.cli;

import io.recordsync.process.Table;
import io.recordsync.starter.rest.DecisionView;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Passes on to which record a row belongs. */
final class RowLinkCall {

    private RowLinkCall() {}

    /** @param externalId null for the record's own row */
    static int decide(
            CommandSpec command,
            ApiOption api,
            OneRecordOption record,
            String action,
            String id,
            String system,
            @Nullable String externalId) {
        try (ApiClient client = api.client()) {
            Stream<String> parameters = Stream.of(
                    RecordOption.parameter("system", system), RecordOption.parameter("external_id", externalId));
            DecisionView decision = record.decide(client, action, id, parameters);
            command.commandLine().getOut().println(Table.plain(decision.note()));
            command.commandLine().getOut().flush();
        }
        return 0;
    }
}
