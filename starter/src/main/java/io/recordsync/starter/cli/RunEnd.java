package io.recordsync.starter.cli;

import io.recordsync.starter.rest.RunView;
import io.recordsync.starter.rest.RunsView;
import io.recordsync.starter.rest.StartedRunsView.Started;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.json.JsonMapper;

/** Waits for the end of runs that a command has started, and prints it. */
final class RunEnd {

    private static final int FAILED = 1;
    private static final int NEEDS_A_PERSON = 3;

    private final ApiClient client;
    private final CommandSpec command;
    private final boolean json;
    private final boolean gives;

    /**
     * @param json whether the API's answers are printed
     * @param gives whether the runs give to a system, and do not read it
     */
    RunEnd(ApiClient client, CommandSpec command, boolean json, boolean gives) {
        this.client = client;
        this.command = command;
        this.json = json;
        this.gives = gives;
    }

    /** Returns the exit code. */
    int await(String system, List<Started> started) {
        Thread farewell = new Thread(() -> sayThatItGoesOn(system));
        Runtime.getRuntime().addShutdownHook(farewell);
        try {
            boolean rewrites = !json && System.console() != null;
            RunWatch watch = new RunWatch(client, command.commandLine().getErr(), rewrites, gives);
            List<RunView> ended = new ArrayList<>();
            started.forEach(one -> ended.add(watch.awaitEnd(one)));
            print(json ? JsonMapper.shared().writeValueAsString(new RunsView(ended, null)) : ended(ended));
            return exitCode(ended);
        } finally {
            removeHook(farewell);
        }
    }

    /** Ctrl-C ends the waiting, not the run. */
    private void sayThatItGoesOn(String system) {
        PrintWriter err = command.commandLine().getErr();
        err.printf("%nThe run goes on. `recordsync runs %s` shows it.%n", system);
        err.flush();
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

    private void print(String text) {
        command.commandLine().getOut().println(text.stripTrailing());
        command.commandLine().getOut().flush();
    }
}
