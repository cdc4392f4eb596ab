package io.recordsync.starter.cli;

import io.recordsync.starter.rest.SinceTime;
import io.recordsync.starter.rest.StartedRunsView;
import io.recordsync.starter.rest.StartedRunsView.Started;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recordsync sync}. */
@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Reads what people have changed in a system, and gives it to the other systems.",
            "A run begins at the first that is given: --since, --force-overwrite or --link, --full, and where the last"
                    + " run ended. Its end does not wait for the deliveries to the other systems."
        },
        footer = {
            "",
            "Exit codes: 0 all well, 1 the run failed, 2 wrong options, 3 some rows, or deletes, need a person.",
            "",
            "Examples:",
            "  recordsync sync salesforce                  reads what has changed since the last run",
            "  recordsync sync salesforce contact --full   reads all contacts",
            "  recordsync sync hubspot --link theirs       takes HubSpot's values where the two sides differ",
            "  recordsync sync hubspot --full --dry-run    shows what a full run would change, and changes nothing",
            "  recordsync sync hubspot contact --debug     prints each call and the judgement of each row",
            "  recordsync sync hubspot --to salesforce      waits until Salesforce has what is new at HubSpot",
            "  recordsync sync database --since 7d         reads what has changed in the last seven days",
            "",
            "The rules of the system need the key read, see docs/rules.md."
        })
public final class SyncCommand implements Callable<Integer> {

    @Mixin
    private final ApiOption api = new ApiOption();

    @Parameters(index = "0", paramLabel = "SYSTEM", description = "The system to read.")
    private String system = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ENTITY",
            description = "The entity to read; default: all that the rules read from the system.")
    private @Nullable String entity;

    @Option(names = "--full", description = "Reads all rows, and not only those that have changed.")
    private boolean full;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Reads what has changed since a date (its start in UTC), a time, or a span such as 7d."
                    + " The next run still begins where the last one without --since ended.")
    private @Nullable String since;

    @Option(
            names = "--max-records",
            paramLabel = "N",
            description = "The largest number of rows; default: 0, all of them.")
    private long maxRecords;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description =
                    "The number of rows of a page, 1 to 10000; default: the system's largest page, at most 2000, or"
                            + " 10000 where little is new.")
    private @Nullable Integer batchSize;

    @Option(
            names = "--link",
            paramLabel = "ours|theirs|newest",
            description = "Reads all rows, and takes these values where a row and its record have differed since they"
                    + " were linked; default: as the rules say.")
    private @Nullable String link;

    @Option(
            names = "--force-overwrite",
            description = "Reads all rows, or those that --since asks for, and gives every field that is read the"
                    + " system's value, whoever owns it. Empty values overwrite, too.")
    private boolean overwrite;

    @Option(
            names = "--dry-run",
            description = "Judges the rows and writes nothing: prints what a run would change field by field, with the"
                    + " values, and how many deliveries would follow.")
    private boolean dry;

    @Option(
            names = "--debug",
            description = "Prints each call and the judgement of each row, without values: the first 1,000 here, all in"
                    + " the worker's log, whatever LOG_LEVEL says.")
    private boolean debug;

    @Option(
            names = "--to",
            paramLabel = "SYSTEM",
            split = ",",
            description =
                    "Waits also for the deliveries of what has changed to these systems, and prints what became of"
                            + " them. The rules decide which records they are given.")
    private List<String> to = List.of();

    @Option(names = "--no-wait", description = "Starts the run, and does not wait for its end.")
    private boolean noWait;

    @Option(names = "--json", description = "Prints the API's last answers as JSON.")
    private boolean json;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        requireValid();
        try (ApiClient client = api.client()) {
            String answer = start(client);
            List<Started> started = client.read(answer, StartedRunsView.class).started();
            if (noWait) {
                print(json ? answer : started(started));
                return 0;
            }
            return new RunEnd(client, command, json, debug).to(to).await(started);
        }
    }

    private void requireValid() {
        if (!to.isEmpty() && (noWait || dry)) {
            throw wrong("--to waits for deliveries: it goes neither with --no-wait nor with --dry-run.");
        }
        if (since != null && SinceTime.parse(since, Instant.now()).isEmpty()) {
            throw wrong("--since must be %s, and not later than now.".formatted(SinceTime.ALLOWED));
        }
        if (maxRecords < 0) {
            throw wrong("--max-records must be 0 or more.");
        }
        if (link != null && !List.of("ours", "theirs", "newest").contains(link)) {
            throw wrong("--link must be ours, theirs or newest.");
        }
    }

    private String start(ApiClient client) {
        try {
            return client.post("/v1/sync/runs"
                    + RecordOption.query(Stream.of(
                            RecordOption.parameter("system", system),
                            RecordOption.parameter("entity", entity),
                            RecordOption.parameter("full", full ? true : null),
                            RecordOption.parameter("since", since),
                            RecordOption.parameter("force_overwrite", overwrite ? true : null),
                            RecordOption.parameter("link", link),
                            RecordOption.parameter("dry_run", dry ? true : null),
                            RecordOption.parameter("debug", debug ? true : null),
                            RecordOption.parameter("max_records", maxRecords == 0 ? null : maxRecords),
                            RecordOption.parameter("batch_size", batchSize))));
        } catch (ApiRefusalException e) {
            throw e.isOfTheRequest() ? wrong(String.valueOf(e.getMessage())) : e;
        }
    }

    private static String started(List<Started> runs) {
        return runs.stream()
                .map(run -> "The reading of %s %s is started. `recordsync runs %s` shows it."
                        .formatted(run.system(), run.entity(), run.system()))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private ParameterException wrong(String why) {
        return new ParameterException(command.commandLine(), why);
    }

    private void print(String text) {
        command.commandLine().getOut().println(text.stripTrailing());
        command.commandLine().getOut().flush();
    }
}
