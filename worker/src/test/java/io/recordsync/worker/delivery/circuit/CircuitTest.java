package io.recordsync.worker.delivery.circuit;

import static io.recordsync.worker.WorkerFixture.HUBSPOT;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.worker.WorkerFixture;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which calls a circuit lets through while a system is down, and whether workers poll for its work. */
class CircuitTest {

    private static final Duration BETWEEN_PROBES = Duration.ofMillis(50);

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture();

    private final AtomicBoolean fetches = new AtomicBoolean(true);
    private Circuits circuits;

    @BeforeEach
    void makeCircuits() {
        circuits = circuits(BETWEEN_PROBES);
    }

    @Test
    void twoFailuresAndAnAnswerDoNotOpenIt() {
        fail(ErrorKind.UNAVAILABLE);
        fail(ErrorKind.UNAVAILABLE);
        enter().answered();
        fail(ErrorKind.UNAVAILABLE);
        fail(ErrorKind.UNAVAILABLE);

        assertThat(gate().isOpen()).isFalse();
    }

    @Test
    void errorsThatAreNotTheSystemsOwnDoNotOpenIt() {
        for (int n = 0; n < 10; n++) {
            fail(ErrorKind.TRANSIENT);
            fail(ErrorKind.PERMANENT);
            fail(ErrorKind.RATE_LIMITED);
        }

        assertThat(gate().isOpen()).isFalse();
    }

    @Test
    void threeFailuresInARowOpenItAndNothingIsFetched() {
        circuits = circuits(Duration.ofHours(1));
        open();

        assertThat(gate().isOpen()).isTrue();
        assertThat(gate().enter()).isEmpty();
        assertThat(fetches).isFalse();
    }

    @Test
    void aProbeThatLeavesWithoutAWordMakesRoomForTheNext() {
        open();
        for (int n = 0; n < 3; n++) {
            CircuitGate.Pass probe = awaitProbe();
            assertThat(gate().enter()).isEmpty();
            assertThat(fetches).isFalse();

            probe.close();
            assertThat(fetches).isTrue();
        }
        awaitProbe().answered();

        assertThat(gate().enter()).isPresent();
        assertThat(fetches).isTrue();
    }

    @Test
    void aLateAnswerOfAnEarlierCallNeitherClosesItNorLetsASecondProbeIn() {
        CircuitGate.Pass lateAnswer = enter();
        CircuitGate.Pass lateNothing = enter();
        CircuitGate.Pass lateFailure = enter();
        open();
        CircuitGate.Pass probe = awaitProbe();

        lateAnswer.answered();
        lateNothing.close();
        lateFailure.failed(failure(ErrorKind.UNAVAILABLE), WorkerFixture.key("A1"));

        assertThat(gate().isOpen()).isFalse();
        assertThat(gate().enter()).isEmpty();
        assertThat(fetches).isFalse();
        probe.answered();
        assertThat(gate().enter()).isPresent();
        assertThat(fetches).isTrue();
    }

    @Test
    void aRefusedAccountHoldsUpItsTenantAlone() {
        circuits = circuits(Duration.ofHours(1));
        fail(ErrorKind.ACCOUNT_REFUSED);

        assertThat(gate().isOpen()).isTrue();
        assertThat(circuits.gate("another", HUBSPOT).isOpen()).isFalse();
        assertThat(fetches).isTrue();
    }

    @Test
    void aProbeOfTheAccountThatMeetsAnOutageProvesNothingForTheAccount() {
        fail(ErrorKind.ACCOUNT_REFUSED);
        awaitProbe().failed(failure(ErrorKind.UNAVAILABLE), WorkerFixture.key("A1"));

        assertThat(fixture.store().circuits().open()).hasSize(1);
        awaitProbe().answered();
        assertThat(fixture.store().circuits().open()).isEmpty();
    }

    @Test
    void anOutageCostsADeliveryOneAttemptUntilTheSystemAnswersAgain() {
        assertThat(fail(ErrorKind.UNAVAILABLE)).isTrue();
        assertThat(fail(ErrorKind.UNAVAILABLE)).isFalse();
        enter().answered();
        assertThat(fail(ErrorKind.UNAVAILABLE)).isTrue();
    }

    @Test
    void whateverComesTogetherItIsUsableAfterwards() {
        AtomicInteger inside = new AtomicInteger();
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < 40; n++) {
                RandomGenerator random = new SplittableRandom(n);
                crowd.submit(() -> visit(random, inside));
            }
        }

        await().atMost(1, MINUTES).until(() -> {
            Optional<CircuitGate.Pass> pass = gate().enter();
            pass.ifPresent(CircuitGate.Pass::answered);
            return pass.isPresent() && !gate().isOpen() && fetches.get();
        });
        assertThat(inside).hasPositiveValue();
        assertThat(fixture.store().circuits().open()).isEmpty();
    }

    private void visit(RandomGenerator random, AtomicInteger inside) {
        for (int n = 0; n < 100; n++) {
            gate().enter()
                    .ifPresentOrElse(
                            pass -> {
                                inside.incrementAndGet();
                                leave(pass, random.nextInt(5));
                            },
                            Thread::yield);
        }
    }

    private static void leave(CircuitGate.Pass pass, int how) {
        switch (how) {
            case 0 -> pass.answered();
            case 1 -> pass.failed(failure(ErrorKind.ACCOUNT_REFUSED), WorkerFixture.key("A1"));
            case 2, 3 -> pass.failed(failure(ErrorKind.UNAVAILABLE), WorkerFixture.key("A1"));
            default -> {}
        }
        pass.close();
    }

    private void open() {
        for (int n = 0; n < 3; n++) {
            fail(ErrorKind.UNAVAILABLE);
        }
        assertThat(fixture.store().circuits().open()).hasSize(1);
    }

    private boolean fail(ErrorKind kind) {
        return enter().failed(failure(kind), WorkerFixture.key("A1"));
    }

    private CircuitGate.Pass enter() {
        return gate().enter().orElseThrow();
    }

    private CircuitGate.Pass awaitProbe() {
        return await().atMost(1, MINUTES)
                .until(() -> gate().enter(), Optional::isPresent)
                .orElseThrow();
    }

    private CircuitGate gate() {
        return circuits.gate("default", HUBSPOT);
    }

    private Circuits circuits(Duration betweenProbes) {
        PollingSwitch polling = new PollingSwitch() {
            @Override
            public void suspend(String system) {
                fetches.set(false);
            }

            @Override
            public void resume(String system) {
                fetches.set(true);
            }
        };
        return new Circuits(
                fixture.store().circuits(), fixture.process()::id, polling, () -> "an error id", betweenProbes);
    }

    private static ConnectorException failure(ErrorKind kind) {
        return new ConnectorException(kind, "CODE", "It failed.", false, null, null);
    }
}
