package io.recordsync.starter.cli;

import io.recordsync.process.StartException;
import io.recordsync.starter.rest.RunDeliveriesView;
import io.recordsync.starter.rest.RunDeliveriesView.OfSystem;
import io.recordsync.starter.rest.RunView;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Waits until the records that runs have changed are settled at some systems. The deliveries do not depend on it. */
final class DeliveredWatch {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final int LOOKS_BETWEEN_LINES = 10;

    private final ApiClient client;
    private final PrintWriter progress;
    private final List<String> systems;

    DeliveredWatch(ApiClient client, PrintWriter progress, List<String> systems) {
        this.client = client;
        this.progress = progress;
        this.systems = List.copyOf(systems);
    }

    RunDeliveriesView await(RunView run) {
        RunDeliveriesView view = look(run);
        for (int looks = 0; waiting(view) > 0; looks++) {
            if (looks % LOOKS_BETWEEN_LINES == 0) {
                progress.printf(
                        Locale.ROOT,
                        "Run %d: %,d deliveries are awaited. Ctrl-C ends only this.%n",
                        run.id(),
                        waiting(view));
                progress.flush();
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            if (Thread.interrupted()) {
                throw new StartException("The waiting was interrupted. The deliveries go on.");
            }
            view = look(run);
        }
        return view;
    }

    private RunDeliveriesView look(RunView run) {
        String path = "/v1/sync/runs/" + run.id() + "/deliveries?to=" + String.join(",", systems);
        return client.read(client.get(path), RunDeliveriesView.class);
    }

    private static long waiting(RunDeliveriesView view) {
        return view.systems().stream().mapToLong(OfSystem::waiting).sum();
    }

    static boolean needsPerson(RunDeliveriesView view) {
        return view.systems().stream().anyMatch(one -> one.parked() > 0);
    }

    static String text(Map<Long, RunDeliveriesView> delivered) {
        return delivered.entrySet().stream()
                .map(one -> text(one.getKey(), one.getValue()))
                .collect(Collectors.joining());
    }

    private static String text(long run, RunDeliveriesView view) {
        if (view.systems().isEmpty()) {
            return String.format(Locale.ROOT, "%nRun %d changed no record, so that nothing was to be delivered.", run);
        }
        return view.systems().stream()
                .map(one -> String.format(
                        Locale.ROOT,
                        "%nRun %d to %s: %,d delivered, %,d parked%s",
                        run,
                        one.system(),
                        one.delivered(),
                        one.parked(),
                        one.parked() == 0 ? "" : ". `recordsync status --state parked` lists them"))
                .collect(Collectors.joining());
    }
}
