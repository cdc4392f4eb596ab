package io.recordsync.starter.cli;

import io.recordsync.starter.rest.RunView;
import io.recordsync.starter.rest.RunsView;
import io.recordsync.starter.rest.SinceTime;
import io.recordsync.starter.rest.StartedRunsView;
import io.recordsync.starter.rest.StartedRunsView.Started;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import tools.jackson.databind.json.JsonMapper;

/** {@code recordsync sync}. */
@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Reads what people have changed in a system, and gives it to the other systems.",
            "A run begins at the first that is given: --since, --full, and where the last run ended. Its end does not"
                    + " wait for the deliveries to the other systems."
        },
        footer = {
            "",
            "Exit codes: 0 all well, 1 the run failed, 2 wrong options, 3 some rows need a person.",
            "",
            "Examples:",
            "  recordsync sync salesforce                  reads what has changed since the last run",
            "  recordsync sync salesforce contact --full   reads all contacts",
            "  recordsync sync database --since 7d         reads what has changed in the last seven days",
            "",
            "The rules of the system need the key read, see docs/rules.md."
        })
public final class SyncCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int NEEDS_A_PERSON = 3;

    private static final String FAREWELL = """
            The run goes on.
              recordsync runs %1$s                          shows it
              recordsync readers pause %1$s %2$s --why WHY  lets it wait before its next page
              recordsync cancel %3$s                        ends it after its page""";

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
            description = "The number of rows of a page, 1 to 10000; default: the system's largest page, at most 2000.")
    private @Nullable Integer batchSize;

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
            return await(client, started);
        }
    }

    private void requireValid() {
        if (since != null && SinceTime.parse(since, Instant.now()).isEmpty()) {
            throw wrong("--since must be %s, and not later than now.".formatted(SinceTime.ALLOWED));
        }
        if (maxRecords < 0) {
            throw wrong("--max-records must be 0 or more.");
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
                            RecordOption.parameter("max_records", maxRecords == 0 ? null : maxRecords),
                            RecordOption.parameter("batch_size", batchSize))));
        } catch (ApiRefusalException e) {
            throw e.isOfTheRequest() ? wrong(String.valueOf(e.getMessage())) : e;
        }
    }

    private int await(ApiClient client, List<Started> started) {
        RunWatch watch = new RunWatch(client, command.commandLine().getErr(), !json && System.console() != null);
        Thread farewell = new Thread(() -> sayThatItGoesOn(watch.awaited(), started.getFirst()));
        Runtime.getRuntime().addShutdownHook(farewell);
        try {
            List<RunView> ended = new ArrayList<>();
            started.forEach(one -> ended.add(watch.awaitEnd(one)));
            print(json ? JsonMapper.shared().writeValueAsString(new RunsView(ended, null)) : ended(ended));
            return exitCode(ended);
        } finally {
            removeHook(farewell);
        }
    }

    /** Ctrl-C ends the waiting, not the run. */
    private void sayThatItGoesOn(Optional<RunView> run, Started first) {
        PrintWriter err = command.commandLine().getErr();
        err.println();
        err.println(farewell(run, first));
        err.flush();
    }

    static String farewell(Optional<RunView> run, Started first) {
        String entity = run.map(RunView::entity).orElse(first.entity());
        String id = run.map(one -> Long.toString(one.id())).orElse("RUN");
        return FAREWELL.formatted(first.system(), entity, id);
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook is running.
            return;
        }
    }

    private static int exitCode(List<RunView> runs) {
        List<String> statuses = runs.stream().map(RunView::status).toList();
        if (!statuses.stream().allMatch(status -> status.equals("success") || status.equals("partial"))) {
            return FAILED;
        }
        return statuses.contains("partial") ? NEEDS_A_PERSON : 0;
    }

    private static String ended(List<RunView> runs) {
        return runs.stream().map(RunsText::end).collect(Collectors.joining(System.lineSeparator()));
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
