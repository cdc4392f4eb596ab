package io.recordsync.starter.cli;

import io.recordsync.process.Table;
import io.recordsync.starter.rest.DecisionView;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recordsync resolve}. */
@Command(
        name = "resolve",
        mixinStandardHelpOptions = true,
        description = {
            "Decides a conflict between a record and its row at a system.",
            "The value that gives way is kept. Exit code 0 if it is decided, and 3 if something is needed for that."
        },
        footer = {
            "",
            "Examples:",
            "  recordsync resolve A1234 salesforce                      says what there is to decide",
            "  recordsync resolve A1234 salesforce email --take theirs  takes the value that Salesforce shows"
        })
public final class ResolveCommand implements Callable<Integer> {

    private static final int UNDECIDED = 3;

    @Mixin
    private final ApiOption api = new ApiOption();

    @Mixin
    private final OneRecordOption record = new OneRecordOption();

    @Parameters(index = "0", paramLabel = "RECORD", description = "The record's id.")
    private String id = "";

    @Parameters(index = "1", paramLabel = "SYSTEM", description = "The system whose row differs.")
    private String system = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "FIELD",
            description = "The record's field. May be left out where one conflict is open at the system.")
    private @Nullable String field;

    @Option(
            names = "--take",
            paramLabel = "ours|theirs",
            description = "Whose value counts: ours, the record's, or theirs, the system's.")
    private @Nullable String take;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        try (ApiClient client = api.client()) {
            Stream<String> parameters = Stream.of(
                    RecordOption.parameter("system", system),
                    RecordOption.parameter("field", field),
                    RecordOption.parameter("take", take));
            DecisionView decision = record.decide(client, "resolve", id, parameters);
            command.commandLine().getOut().println(text(decision));
            command.commandLine().getOut().flush();
            return decision.conflicts().isEmpty() || decision.workflowId() != null ? 0 : UNDECIDED;
        }
    }

    private static String text(DecisionView decision) {
        String signalled = decision.workflowId() == null ? "" : decision.workflowId() + " was signalled: ";
        StringBuilder text = new StringBuilder(Table.plain(signalled + decision.note()));
        if (decision.workflowId() == null) {
            decision.conflicts().forEach(conflict -> text.append("%n  %s".formatted(Table.plain(conflict.decide()))));
        }
        return text.toString();
    }
}
