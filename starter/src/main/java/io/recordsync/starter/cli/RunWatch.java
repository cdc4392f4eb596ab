package io.recordsync.starter.cli;

import io.recordsync.process.StartException;
import io.recordsync.starter.rest.RunView;
import io.recordsync.starter.rest.RunsView;
import io.recordsync.starter.rest.StartedRunView;
import io.recordsync.starter.rest.StartedRunsView.Started;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Waits for the end of a run, and shows how far it is. The run does not depend on it. */
final class RunWatch {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final int LOOKS_BETWEEN_LINES = 10;
    private static final int LOOKS_BEFORE_HINT = 20;
    private static final int MOST_LOOKED_AT = 20;
    private static final String RUNNING = "running";

    private final ApiClient client;
    private final PrintWriter progress;
    private final boolean rewrites;
    private final @Nullable DebugLines debug;
    private volatile @Nullable RunView awaited;
    private int looksSinceLine = LOOKS_BETWEEN_LINES;

    /**
     * @param progress where the progress is shown
     * @param rewrites whether a line may be written over, as on a terminal
     * @param debug whether the run tells of its calls and rows
     */
    RunWatch(ApiClient client, PrintWriter progress, boolean rewrites, boolean debug) {
        this.debug = debug ? new DebugLines(client, progress) : null;
        this.client = client;
        this.progress = progress;
        this.rewrites = rewrites;
    }

    RunView awaitEnd(Started started) {
        RunView run = awaitBegin(started);
        awaited = run;
        String shown = "";
        while (run.status().equals(RUNNING)) {
            shown = show(run, shown);
            pause();
            showDebug(run);
            run = client.read(client.get("/v1/sync/runs/" + run.id()), RunView.class);
        }
        showDebug(run);
        if (rewrites && !shown.isEmpty()) {
            progress.println();
            progress.flush();
        }
        return run;
    }

    private void showDebug(RunView run) {
        if (debug != null) {
            debug.show(run.id());
        }
    }

    /** The run that is awaited; empty before it has begun. */
    Optional<RunView> awaited() {
        return Optional.ofNullable(awaited);
    }

    private RunView awaitBegin(Started started) {
        Optional<RunView> run = begun(started);
        for (int looks = 1; run.isEmpty(); looks++) {
            if (looks == LOOKS_BEFORE_HINT) {
                progress.printf(
                        "No worker has begun to read %s yet. `recordsync systems` shows how many there are; the run"
                                + " begins as soon as there is one.%n",
                        started.system());
                progress.flush();
            }
            pause();
            run = begun(started);
        }
        return run.get();
    }

    private Optional<RunView> begun(Started started) {
        return newest(started).or(() -> ended(started));
    }

    /** The run that was asked for if it has ended already, perhaps before the first look. */
    private Optional<RunView> ended(Started started) {
        String path = "/v1/sync/runs/started"
                + RecordOption.query(Stream.of(
                        RecordOption.parameter("workflow_id", started.workflowId()),
                        RecordOption.parameter("workflow_run", started.workflowRun())));
        StartedRunView view = client.read(client.get(path), StartedRunView.class);
        if (view.error() != null) {
            throw new StartException(
                    "The run of %s %s did not begin: %s".formatted(started.system(), started.entity(), view.error()));
        }
        return Optional.ofNullable(view.run());
    }

    /**
     * The run that was asked for: a newer one than before, or the one that was running already. A run of the reader's
     * schedule is another one.
     */
    private Optional<RunView> newest(Started started) {
        String path = "/v1/sync/runs"
                + RecordOption.query(Stream.of(
                        RecordOption.parameter("system", started.system()),
                        RecordOption.parameter("entity", started.entity()),
                        RecordOption.parameter("limit", MOST_LOOKED_AT)));
        return client.read(client.get(path), RunsView.class).runs().stream()
                .filter(run -> run.workflowId().equals(started.workflowId()))
                .filter(run -> run.id() > started.after() || run.status().equals(RUNNING))
                // The first of them: another may have begun since.
                .reduce((newer, older) -> older);
    }

    private String show(RunView run, String shown) {
        String text = RunsText.progress(run);
        if (rewrites) {
            progress.print("\r" + text + " ".repeat(Math.max(0, shown.length() - text.length())));
        } else if (++looksSinceLine > LOOKS_BETWEEN_LINES) {
            progress.println(text);
            looksSinceLine = 0;
        }
        progress.flush();
        return text;
    }

    private static void pause() {
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        if (Thread.interrupted()) {
            throw new StartException("The waiting was interrupted. The run goes on.");
        }
    }
}
