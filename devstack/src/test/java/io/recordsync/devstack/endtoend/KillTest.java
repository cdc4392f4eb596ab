package io.recordsync.devstack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.devstack.Children.Child;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.audit.AuditReport;
import io.recordsync.simulator.events.EventGenerator;
import io.recordsync.simulator.events.EventStream;
import io.recordsync.simulator.events.GeneratorSettings;
import io.recordsync.simulator.events.SentJournal;
import io.recordsync.simulator.faults.FaultPlan;
import io.recordsync.store.Outcomes;
import io.recordsync.worker.delivery.DeliveryTimes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of a bad day. Each test sends events of its own; what is audited is all of them. */
@TestInstance(Lifecycle.PER_CLASS)
class KillTest {

    private static final int EVENTS = 300;
    private static final double PER_SECOND = 40;
    private static final int KILLED_AFTER = EVENTS / 2;
    private static final double MALFORMED = 0.01;

    private static final DeliveryTimes TIMES = DeliveryTimes.forCalls(Installation.CALL_TIMEOUT, Installation.GRACE);

    /** The activity's time-out and the lease after the return, and what the retries of a bad day take at the most besides. */
    private static final Duration SETTLED_WITHIN =
            TIMES.activity().plus(TIMES.lease()).plus(Duration.ofSeconds(90));

    private Installation installation;
    private Child worker;
    private Child starter;

    @BeforeAll
    void start(@TempDir Path folder) {
        FaultPlan mixed = FaultPlan.MIXED
                .withHang(Installation.CALL_TIMEOUT.multipliedBy(2))
                .withLatest(Duration.ofSeconds(3));
        installation = Installation.start(folder, SimulatorsOptions.defaults().withFaults(7, mixed), Map.of());
        worker = installation.startWorker("worker");
        starter = installation.startStarter("starter");
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    void aKilledWorkerLosesNothing() throws InterruptedException {
        assertNothingIsLost(101, () -> {
            worker.kill();
            worker = installation.startWorker("worker-again");
        });
    }

    @Test
    void aKilledStarterLosesNothing() throws InterruptedException {
        assertNothingIsLost(102, () -> {
            starter.kill();
            starter = installation.startStarter("starter-again");
        });
    }

    @Test
    void aKilledTemporalLosesNothing() throws InterruptedException {
        assertNothingIsLost(103, () -> {
            installation.servers().temporal().orElseThrow().kill();
            installation.servers().temporal().orElseThrow().startAgain();
        });
    }

    @Test
    void aKilledDatabaseLosesNothing() throws InterruptedException {
        assertNothingIsLost(104, () -> {
            installation.servers().database().orElseThrow().kill();
            installation.servers().database().orElseThrow().startAgain();
        });
    }

    private void assertNothingIsLost(long seed, Runnable accident) throws InterruptedException {
        Outcomes before = installation.store().ledger().outcomes();
        SentJournal sent = new SentJournal();
        EventStream stream = stream(seed, sent);
        Thread sender = Thread.ofVirtual().start(() -> stream.run(EVENTS));
        installation.await("half of the events sent", Duration.ofMinutes(1), () -> sent.size() >= KILLED_AFTER);

        accident.run();

        sender.join();
        installation.awaitSettled(before.total() + EVENTS, SETTLED_WITHIN);
        AuditReport audit = installation.audit(sent);
        Outcomes outcomes = installation.store().ledger().outcomes().minus(before);
        assertThat(audit.lostRecords()).as("lost").isEmpty();
        assertThat(audit.duplicateRecords()).as("doubled").isEmpty();
        assertThat(audit.staleRecords()).as("overwritten by something older").isEmpty();
        assertThat(outcomes.total()).as("%s", outcomes).isEqualTo(EVENTS);
    }

    private EventStream stream(long seed, SentJournal sent) {
        GeneratorSettings settings = GeneratorSettings.of(seed).withMalformed(MALFORMED);
        return new EventStream(
                new EventGenerator(settings),
                sent,
                installation.producer(),
                new EventStream.Settings(Installation.TOPIC, PER_SECOND, true, 10));
    }
}
