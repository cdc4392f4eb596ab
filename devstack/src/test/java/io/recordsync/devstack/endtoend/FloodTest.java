package io.recordsync.devstack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.devstack.Children.Child;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.audit.AuditReport;
import io.recordsync.simulator.events.EventGenerator;
import io.recordsync.simulator.events.EventStream;
import io.recordsync.simulator.events.GeneratorSettings;
import io.recordsync.simulator.events.SentJournal;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.store.Outcomes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A flood in chunks, and {@code kill -9} in the middle of it. Each test floods with events of its own; what is audited is all of them. */
@TestInstance(Lifecycle.PER_CLASS)
class FloodTest {

    private static final int EVENTS = 20_000;
    private static final double AT_ONCE = 1_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Installation installation;
    private Child worker;
    private Child starter;

    @BeforeAll
    void start(@TempDir Path folder) {
        installation = Installation.start(
                folder,
                SimulatorsOptions.defaults()
                        .withPlan("salesforce", AccountPlan.UNLIMITED)
                        .withPlan("hubspot", AccountPlan.UNLIMITED),
                Map.of(
                        "SALESFORCE_DAILY_LIMIT", "0",
                        "HUBSPOT_WINDOW_LIMIT", "0",
                        "HUBSPOT_DAILY_LIMIT", "0"));
        worker = installation.startWorker("worker");
        starter = installation.startStarter("starter");
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    void aKilledWorkerLosesNothing() throws InterruptedException {
        assertNothingIsLost(201, () -> {
            worker.kill();
            worker = installation.startWorker("worker-again");
        });
    }

    @Test
    void aKilledStarterLosesNothing() throws InterruptedException {
        assertNothingIsLost(202, () -> {
            starter.kill();
            starter = installation.startStarter("starter-again");
        });
    }

    @Test
    void aKilledTemporalLosesNothing() throws InterruptedException {
        assertNothingIsLost(203, () -> {
            installation.servers().temporal().orElseThrow().kill();
            installation.servers().temporal().orElseThrow().startAgain();
        });
    }

    private void assertNothingIsLost(long seed, Runnable accident) throws InterruptedException {
        Outcomes before = installation.store().ledger().outcomes();
        SentJournal sent = new SentJournal();
        long callsBefore = calls();
        EventStream stream = new EventStream(
                new EventGenerator(GeneratorSettings.of(seed)),
                sent,
                installation.producer(),
                new EventStream.Settings(Installation.TOPIC, AT_ONCE, true, 10));
        Thread sender = Thread.ofVirtual().start(() -> stream.run(EVENTS));
        installation.await("the flood at the systems", Duration.ofMinutes(1), () -> calls() - callsBefore > 60);

        accident.run();

        sender.join();
        installation.awaitSettled(before.total() + EVENTS, PATIENCE);
        AuditReport audit = installation.audit(sent);
        Outcomes outcomes = installation.store().ledger().outcomes().minus(before);
        assertThat(audit.lostRecords()).as("lost").isEmpty();
        assertThat(audit.duplicateRecords()).as("doubled").isEmpty();
        assertThat(audit.staleRecords()).as("overwritten by something older").isEmpty();
        assertThat(outcomes.total()).as("%s", outcomes).isEqualTo(EVENTS);
    }

    private long calls() {
        return installation.simulators().all().stream()
                .mapToLong(one -> one.counts().calls())
                .sum();
    }
}
