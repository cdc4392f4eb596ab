package io.recordsync.devstack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.devstack.ChildProcesses.Child;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.events.EventGenerator;
import io.recordsync.simulator.events.EventStream;
import io.recordsync.simulator.events.GeneratorSettings;
import io.recordsync.simulator.events.SentJournal;
import io.recordsync.simulator.faults.Fault;
import io.recordsync.simulator.faults.FaultPlan;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.vendor.Simulator;
import io.recordsync.store.status.Outcomes;
import io.recordsync.worker.delivery.DeliveryTimes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code kill -9} in the middle of a delivery, with each record in a workflow of its own. On a bad day, when the
 * systems fail too and one process after the other is killed, nothing is lost. When only the killed process fails,
 * everything is delivered within a time limit: the waiting time of an open circuit would not be caused by the kill.
 * Each test sends events of its own.
 */
@TestInstance(Lifecycle.PER_CLASS)
class KillTest {

    private static final int EVENTS = 300;
    private static final double PER_SECOND = 40;
    private static final double MALFORMED = 0.01;

    private static final DeliveryTimes TIMES = DeliveryTimes.forCalls(Installation.CALL_TIMEOUT, Installation.GRACE);

    private static final Duration HANG = Installation.CALL_TIMEOUT.multipliedBy(2);

    /** The longest delay that a kill may cause, measured from the restart of the killed process. */
    private static final Duration MENDED_WITHIN = TIMES.activity().plus(TIMES.lease());

    /** The time limit for the retries of a bad day, measured from the restart. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final FaultPlan BAD_DAY = FaultPlan.MIXED.withHang(HANG).withLatest(Duration.ofSeconds(3));

    private Installation installation;
    private Child worker;
    private Child starter;

    @BeforeAll
    void start(@TempDir Path folder) {
        AccountPlan roomy = AccountPlan.HUBSPOT_PROFESSIONAL;
        installation = Installation.start(
                folder,
                SimulatorsOptions.defaults().withFaults(7, FaultPlan.NONE).withPlan("hubspot", roomy),
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
        installation.closeAtRest();
    }

    /** A process that is killed and started again. */
    private enum Accident {
        WORKER(test -> {
            test.worker.kill();
            test.worker = test.installation.startWorker("worker-again");
        }),
        STARTER(test -> {
            test.starter.kill();
            test.starter = test.installation.startStarter("starter-again");
        }),
        TEMPORAL(test -> {
            test.installation.servers().temporal().orElseThrow().kill();
            test.installation.servers().temporal().orElseThrow().startAgain();
        }),
        DATABASE(test -> {
            test.installation.servers().database().orElseThrow().kill();
            test.installation.servers().database().orElseThrow().startAgain();
        });

        private final Consumer<KillTest> course;

        Accident(Consumer<KillTest> course) {
            this.course = course;
        }
    }

    @Test
    void nothingIsLostOnABadDay() throws InterruptedException {
        assertNothingIsLost(List.of(Accident.values()), 101, BAD_DAY, PATIENCE);
    }

    @ParameterizedTest
    @EnumSource
    void allIsMendedWithinTheActivityAndTheLease(Accident accident) throws InterruptedException {
        assertNothingIsLost(List.of(accident), 201 + accident.ordinal(), FaultPlan.NONE, MENDED_WITHIN);
    }

    /**
     * The accidents happen one after the other while the events arrive.
     *
     * @param limit the time from the restart of the process that was killed last until everything is settled
     */
    private void assertNothingIsLost(List<Accident> accidents, long seed, FaultPlan faults, Duration limit)
            throws InterruptedException {
        int events = EVENTS * accidents.size();
        installation.simulators().all().forEach(system -> system.faults().plan(faults));
        Outcomes before = installation.store().ledger().outcomes();
        SentJournal sent = new SentJournal();
        EventStream stream = stream(seed, sent);
        Thread.ofVirtual().start(() -> stream.run(events));

        for (int n = 0; n < accidents.size(); n++) {
            int sentBefore = EVENTS * n + EVENTS / 2;
            installation.await("half of the events sent", Duration.ofMinutes(1), () -> sent.size() >= sentBefore);
            awaitCallUnderWay();
            accidents.get(n).course.accept(this);
        }

        installation.assertNothingIsLost(sent, before, events, limit);
    }

    /** Waits for a call that gets no answer, so that the process is killed in the middle of a delivery. */
    private void awaitCallUnderWay() throws InterruptedException {
        CountDownLatch called = new CountDownLatch(1);
        Simulator hubspot = installation.simulators().hubspot();
        hubspot.faults().queue(new Fault.Hang(HANG));
        hubspot.beforeEach(call -> called.countDown());
        assertThat(called.await(1, TimeUnit.MINUTES)).as("a call").isTrue();
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
