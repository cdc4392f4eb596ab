package io.recordsync.devstack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.devstack.Children.Child;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.events.EventGenerator;
import io.recordsync.simulator.events.EventStream;
import io.recordsync.simulator.events.GeneratorSettings;
import io.recordsync.simulator.events.SentJournal;
import io.recordsync.simulator.faults.Fault;
import io.recordsync.simulator.faults.FaultPlan;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.vendor.Simulator;
import io.recordsync.store.Outcomes;
import io.recordsync.worker.delivery.DeliveryTimes;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code kill -9} in the middle of a bad day, with each record in a workflow of its own. Each test sends events of its own; what is audited is all of them. */
@TestInstance(Lifecycle.PER_CLASS)
class KillTest {

    private static final int EVENTS = 300;
    private static final double PER_SECOND = 40;
    private static final int KILLED_AFTER = EVENTS / 2;
    private static final double MALFORMED = 0.01;

    private static final DeliveryTimes TIMES = DeliveryTimes.forCalls(Installation.CALL_TIMEOUT, Installation.GRACE);

    private static final Duration HANG = Installation.CALL_TIMEOUT.multipliedBy(2);

    /** All that an accident may cost, from the return of what was killed. */
    private static final Duration MENDED_WITHIN = TIMES.activity().plus(TIMES.lease());

    /** How long the test waits for what a system has failed since the return: its retries are the bad day's, not the accident's. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /**
     * Not settled, but for what a system has failed since, and what still waits as a failure before told it to. All other waiting leaves the
     * time of the last error as it was.
     */
    private static final String UNMENDED = """
            select (select count(*) from image where routed_revision < revision)
                   + (select count(*) from delivery
                      where settled_revision < due_revision
                        and (error_at is null or error_at < :returned and coalesce(next_attempt_at < now(), true)))
            """;

    private Installation installation;
    private Child worker;
    private Child starter;

    @BeforeAll
    void start(@TempDir Path folder) {
        FaultPlan mixed = FaultPlan.MIXED.withHang(HANG).withLatest(Duration.ofSeconds(3));
        AccountPlan roomy = AccountPlan.HUBSPOT_PROFESSIONAL;
        installation = Installation.start(
                folder,
                SimulatorsOptions.defaults().withFaults(7, mixed).withPlan("hubspot", roomy),
                Map.of(
                        "HUBSPOT_WINDOW_LIMIT",
                        Integer.toString(roomy.perWindow()),
                        "BRIDGE_BATCH_THRESHOLD",
                        "1000000"));
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
        awaitCallUnderWay();

        accident.run();

        awaitMended(before.total() + EVENTS, Instant.now());
        sender.join();
        installation.assertNothingIsLost(sent, before, EVENTS, PATIENCE);
    }

    /** A call that gets no answer: the accident comes in the middle of a delivery. */
    private void awaitCallUnderWay() throws InterruptedException {
        CountDownLatch called = new CountDownLatch(1);
        Simulator hubspot = installation.simulators().hubspot();
        hubspot.faults().queue(new Fault.Hang(HANG));
        hubspot.beforeEach(call -> called.countDown());
        assertThat(called.await(1, TimeUnit.MINUTES)).as("a call").isTrue();
    }

    /** @param returned by the clock of this machine, which is the database's too */
    private void awaitMended(long events, Instant returned) {
        Timestamp since = Timestamp.from(returned);
        installation.await(
                "all settled but what its system has failed",
                MENDED_WITHIN,
                () -> installation.store().ledger().outcomes().total() >= events && unmended(since) == 0);
    }

    private long unmended(Timestamp returned) {
        return JdbcClient.create(installation.database())
                .sql(UNMENDED)
                .param("returned", returned)
                .query(Long.class)
                .single();
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
