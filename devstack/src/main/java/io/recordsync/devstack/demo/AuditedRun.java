package io.recordsync.devstack.demo;

import io.recordsync.simulator.audit.Audit;
import io.recordsync.simulator.audit.AuditReport;
import io.recordsync.simulator.audit.ExpectedRoutes;
import io.recordsync.simulator.audit.SystemHistory;
import io.recordsync.store.Store;
import io.recordsync.store.status.Outcomes;
import io.recordsync.worker.settings.SyncSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Sends a number of events, waits until each is settled, and audits what the systems hold. */
final class AuditedRun {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(5);

    private final Demo demo;
    private final int events;
    private final PrintWriter out;
    private final Store store;

    AuditedRun(Demo demo, int events, PrintWriter out) {
        this.demo = demo;
        this.events = events;
        this.out = out;
        this.store = demo.worker().bean(Store.class);
    }

    /**
     * Returns the exit code: 0 if the outcomes add up to the number of events, and no record is lost, doubled or stale.
     */
    int run() throws InterruptedException {
        Outcomes before = store.ledger().outcomes();
        long begun = System.nanoTime();
        say(String.format(
                Locale.ROOT,
                "Sending %d events at %s per second, seed %d.",
                events,
                demo.options().rate(),
                demo.options().seed()));
        demo.stream().orElseThrow().run(events);
        awaitSettled(before);
        double seconds = (System.nanoTime() - begun) / 1e9;
        RunReport report = new RunReport(events, store.ledger().outcomes().minus(before), audit(), seconds);
        say(Latency.of(demo.sent(), histories()).toString());
        report.problems().forEach(this::say);
        say(report.json());
        return report.isGood() ? 0 : 1;
    }

    private void awaitSettled(Outcomes before) throws InterruptedException {
        for (long waited = 0; !isSettled(before); waited += BETWEEN_LOOKS.toMillis()) {
            if (waited % BETWEEN_WORDS.toMillis() == 0) {
                say("Waiting: " + store.ledger().outcomes().minus(before));
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    /**
     * Whether everything is settled and the simulators have no late write pending: only then is what the systems hold
     * final.
     */
    private boolean isSettled(Outcomes before) {
        Outcomes now = store.ledger().outcomes().minus(before);
        return now.total() >= events
                && now.pending() == 0
                && store.backlog().unsettled().total() == 0
                && demo.systems().all().stream()
                        .allMatch(system -> system.counts().pendingWrites() == 0);
    }

    private AuditReport audit() {
        String rules = demo.worker().bean(SyncSettings.class).rules();
        return new Audit(ExpectedRoutes.preset(rules)).compare(demo.sent(), histories());
    }

    private List<SystemHistory> histories() {
        return demo.systems().all().stream().map(DemoSystem::history).toList();
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
