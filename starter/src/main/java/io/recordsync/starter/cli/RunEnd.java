package io.recordsync.starter.cli;

import io.recordsync.starter.rest.RunDeliveriesView;
import io.recordsync.starter.rest.RunSamplesView;
import io.recordsync.starter.rest.RunView;
import io.recordsync.starter.rest.StartedRunsView.Started;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.json.JsonMapper;

/** Waits for the end of runs that a command has started, and prints it. */
final class RunEnd {

    private static final int FAILED = 1;
    private static final int NEEDS_A_PERSON = 3;

    private static final String FAREWELL = """
            The run goes on.
              recordsync runs %1$s                          shows it
              recordsync readers pause %1$s %2$s --why WHY  lets it wait before its next page
              recordsync cancel %3$s                        ends it after its page""";

    private final ApiClient client;
    private final CommandSpec command;
    private final boolean json;
    private final boolean debug;
    private List<String> to = List.of();

    /** @param json whether the API's answers are printed */
    RunEnd(ApiClient client, CommandSpec command, boolean json) {
        this(client, command, json, false);
    }

    /** @param debug whether the runs tell of their calls and rows, which are shown */
    RunEnd(ApiClient client, CommandSpec command, boolean json, boolean debug) {
        this.debug = debug;
        this.client = client;
        this.command = command;
        this.json = json;
    }

    /** @param systems whose deliveries are awaited, too */
    RunEnd to(List<String> systems) {
        to = List.copyOf(systems);
        return this;
    }

    /** Returns the exit code. */
    int await(List<Started> started) {
        RunWatch watch = new RunWatch(
                client, command.commandLine().getErr(), !json && !debug && System.console() != null, debug);
        Thread farewell = new Thread(() -> sayThatItGoesOn(watch.awaited(), started.getFirst()));
        Runtime.getRuntime().addShutdownHook(farewell);
        try {
            List<RunView> ended = new ArrayList<>();
            started.forEach(one -> ended.add(watch.awaitEnd(one)));
            Map<Long, RunDeliveriesView> delivered = delivered(ended);
            print(json ? json(ended, delivered) : ended(ended) + DeliveredWatch.text(delivered));
            boolean isParked = delivered.values().stream().anyMatch(DeliveredWatch::needsPerson);
            return isParked ? worse(exitCode(ended)) : exitCode(ended);
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
        if (!List.of("success", "partial", "waiting").containsAll(statuses)) {
            return FAILED;
        }
        boolean isHeld = runs.stream().anyMatch(run -> run.held() > 0);
        return isHeld || statuses.contains("partial") ? NEEDS_A_PERSON : 0;
    }

    /** A run that failed stays a failure. */
    private static int worse(int exitCode) {
        return exitCode == 0 ? NEEDS_A_PERSON : exitCode;
    }

    private String ended(List<RunView> runs) {
        return runs.stream()
                .map(run -> RunsText.end(run) + (run.dry() ? DryRunText.of(run, samples(run)) : ""))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    /** Of dry runs with what they would change. */
    private String json(List<RunView> runs, Map<Long, RunDeliveriesView> delivered) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("runs", runs);
        List<RunSamplesView> samples =
                runs.stream().filter(RunView::dry).map(this::samples).toList();
        if (!samples.isEmpty()) {
            all.put("samples", samples);
        }
        if (!delivered.isEmpty()) {
            all.put("deliveries", delivered);
        }
        return JsonMapper.shared().writeValueAsString(all);
    }

    /** By run; empty if no deliveries are awaited. */
    private Map<Long, RunDeliveriesView> delivered(List<RunView> runs) {
        Map<Long, RunDeliveriesView> delivered = new LinkedHashMap<>();
        if (!to.isEmpty()) {
            DeliveredWatch watch =
                    new DeliveredWatch(client, command.commandLine().getErr(), to);
            runs.forEach(run -> delivered.put(run.id(), watch.await(run)));
        }
        return delivered;
    }

    private RunSamplesView samples(RunView run) {
        return client.read(client.get("/v1/sync/runs/" + run.id() + "/samples"), RunSamplesView.class);
    }

    private void print(String text) {
        command.commandLine().getOut().println(text.stripTrailing());
        command.commandLine().getOut().flush();
    }
}
