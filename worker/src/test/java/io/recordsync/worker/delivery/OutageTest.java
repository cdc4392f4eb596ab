package io.recordsync.worker.delivery;

import static io.recordsync.worker.WorkerFixture.HUBSPOT;
import static io.recordsync.worker.WorkerFixture.SALESFORCE;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.simulator.salesforce.SalesforceSystem;
import io.recordsync.simulator.vendor.Simulator;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.process.CircuitStore.OpenCircuit;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.worker.WorkerProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A system, or an account with it, that does not work for some time. */
class OutageTest {

    private static final List<String> LEADS =
            IntStream.rangeClosed(1, 6).mapToObj(n -> "L" + n).toList();

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture();

    private final ExecutorService temporal = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param begin starts the outage
     * @param end ends the outage
     */
    private record Outage(String name, Consumer<Simulator> begin, Consumer<Simulator> end) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Outage> outages() {
        return Stream.of(
                new Outage("it answers 503", system -> system.outage(true), system -> system.outage(false)),
                new Outage("it accepts no connection", Simulator::down, Simulator::up));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void aSystemThatIsDownCostsNothingAndHoldsUpNobodyElse(Outage outage) throws Exception {
        LEADS.forEach(id -> fixture.change(id, "lead", 1));
        fixture.change("C1", "customer", 1);
        outage.begin().accept(fixture.salesforce());

        List<Future<?>> deliveries = settleAll();
        awaitCalls(3);

        assertThat(fixture.deliver("C1", HUBSPOT).outcome()).isEqualTo("applied");
        await().atMost(1, MINUTES).until(() -> !fixture.process().fetches(SALESFORCE));
        assertThat(LEADS).allSatisfy(id -> {
            assertThat(fixture.row(id, SALESFORCE).attempts()).isLessThanOrEqualTo(1);
            assertThat(fixture.row(id, SALESFORCE).state()).isEqualTo(DeliveryState.DUE);
        });
        assertThat(fixture.store().circuits().open())
                .singleElement()
                .extracting(OpenCircuit::tenant, OpenCircuit::system)
                .containsExactly("*", SALESFORCE);
        assertThat(probesCloserThan(WorkerProcess.BETWEEN_PROBES.dividedBy(2))).isEmpty();

        outage.end().accept(fixture.salesforce());
        finish(deliveries);

        assertThat(LEADS)
                .allSatisfy(id -> assertThat(fixture.outcomes(id, SALESFORCE)).containsExactly("applied"));
        assertThat(fixture.store().circuits().open()).isEmpty();
        assertThat(fixture.process().fetches(SALESFORCE)).isTrue();
        assertThat(fixture.logs().linesWith("ALERT")).hasSize(1);
        assertThat(fixture.logs().linesWith("circuit closed")).hasSize(1);
    }

    @Test
    void anAccountThatIsRefusedParksNothingAlertsOnceAndGoesOnWhenItIsRenewed() throws Exception {
        LEADS.forEach(id -> fixture.change(id, "lead", 1));
        fixture.deliver(LEADS.getFirst(), SALESFORCE);
        fixture.salesforce().rotateSecret("another");
        fixture.salesforce().expireTokens();

        List<Future<?>> deliveries = settleAll();
        await().atMost(1, MINUTES)
                .until(() -> !fixture.store().circuits().open().isEmpty());
        awaitCalls(2);

        assertThat(fixture.store().circuits().open())
                .singleElement()
                .satisfies(open -> assertThat(open.tenant()).isEqualTo("default"))
                .satisfies(open -> assertThat(open.reason()).contains("Renew its client id and secret"));
        assertThat(LEADS).allSatisfy(id -> {
            assertThat(fixture.row(id, SALESFORCE).attempts()).isZero();
            assertThat(fixture.row(id, SALESFORCE).state()).isNotEqualTo(DeliveryState.PARKED);
        });
        assertThat(fixture.process().fetches(SALESFORCE)).isTrue();

        fixture.salesforce().rotateSecret(SalesforceSystem.CLIENT.clientSecret());
        finish(deliveries);

        assertThat(LEADS)
                .allSatisfy(id -> assertThat(fixture.outcomes(id, SALESFORCE)).containsExactly("applied"));
        assertThat(fixture.store().circuits().open()).isEmpty();
        assertThat(fixture.logs().linesWith("ALERT")).hasSize(1);
    }

    @Test
    void anErrorKeepsItsIdUntilTheDeliverySettles() {
        fixture.change("L1", "lead", 1);
        fixture.salesforce().outage(true);
        fixture.fail("L1", SALESFORCE);
        String first = fixture.row("L1", SALESFORCE).error().orElseThrow().errorId();
        fixture.fail("L1", SALESFORCE);

        assertThat(fixture.row("L1", SALESFORCE).error().orElseThrow().errorId())
                .isEqualTo(first);
        assertThat(fixture.logs().linesWith("Attempt 1/6 failed"))
                .singleElement()
                .asString()
                .contains("HTTP_503", "Next attempt in 0.00 s (backoff)", first);
        assertThat(fixture.logs().linesWith("Attempt 2/6 failed, not charged"))
                .singleElement()
                .asString()
                .contains("the system's outage", first);
    }

    private List<Future<?>> settleAll() {
        return LEADS.stream()
                .<Future<?>>map(id -> temporal.submit(() -> fixture.settle(id, SALESFORCE)))
                .toList();
    }

    private static void finish(List<Future<?>> deliveries) throws Exception {
        for (Future<?> delivery : deliveries) {
            delivery.get(1, MINUTES);
        }
    }

    /** Waits until Salesforce has received this number of calls in addition to the first attempt of each delivery. */
    private void awaitCalls(int probes) {
        int calls = LEADS.size() + probes;
        await().atMost(1, MINUTES)
                .until(() -> fixture.process().calls(SALESFORCE).size() >= calls);
    }

    /**
     * The gaps between two probes that are shorter than {@code least}. The first attempts do not count, because they
     * ran concurrently when the circuit opened.
     */
    private List<Duration> probesCloserThan(Duration least) {
        List<Instant> calls = fixture.process().calls(SALESFORCE);
        return IntStream.range(LEADS.size() + 1, calls.size())
                .mapToObj(n -> Duration.between(calls.get(n - 1), calls.get(n)))
                .filter(gap -> gap.compareTo(least) < 0)
                .toList();
    }
}
