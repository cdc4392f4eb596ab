package io.recordsync.worker.workflow;

import static io.recordsync.worker.workflow.Harness.HUBSPOT;
import static io.recordsync.worker.workflow.Harness.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.workflows.DeliverAllRequest;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.HandedOver;
import io.recordsync.workflows.RouteAllRequest;
import io.recordsync.workflows.SyncBatchStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SyncBatchTest {

    private static final HandedOver PARKED = new HandedOver("A3", HUBSPOT, "PARKED");
    private static final HandedOver REFUSED = new HandedOver("A2", HUBSPOT, "VALIDATION_ERROR");

    private final BatchHarness harness = new BatchHarness();
    private final ScriptedChunks script = harness.script;

    @AfterEach
    void stop() {
        harness.close();
    }

    @Test
    void eachSystemGetsItsPartInOneCall() {
        script.due(SALESFORCE, List.of("A1", "A2"));
        script.due(HUBSPOT, List.of("A3"));

        SyncBatchStatus status = harness.run("A1", "A2", "A3");

        assertThat(script.deliveriesTo(SALESFORCE)).hasSize(1);
        assertThat(script.deliveriesTo(HUBSPOT)).hasSize(1);
        assertThat(status.records()).isEqualTo(3);
        assertThat(status.systems())
                .containsExactlyInAnyOrder(
                        new SyncBatchStatus.OfSystem(SALESFORCE, 2, 2), new SyncBatchStatus.OfSystem(HUBSPOT, 1, 1));
        assertThat(script.handedOver()).isEmpty();
    }

    @Test
    void whatIsRefusedGoesOnByItselfWithItsReason() {
        script.due(HUBSPOT, List.of("A1", "A2"));
        script.script(HUBSPOT, request -> new DeliverAllResult(1, List.of(REFUSED), List.of(), Duration.ZERO, null));

        SyncBatchStatus status = harness.run("A1", "A2");

        assertThat(script.handedOver()).containsExactly(List.of("A2"));
        assertThat(status.handedOver()).containsExactly(REFUSED);
        assertThat(status.systems()).containsExactly(new SyncBatchStatus.OfSystem(HUBSPOT, 2, 1));
        assertThat(harness.statusOf("A1").asked()).containsExactly(new SyncBatchStatus.OfRecord(HUBSPOT, "settled"));
        assertThat(harness.statusOf("A2").asked())
                .containsExactly(new SyncBatchStatus.OfRecord(HUBSPOT, "VALIDATION_ERROR"));
        assertThat(harness.statusOf("A4").asked()).isEmpty();
    }

    /** The record's own workflow shows why the delivery is parked, and is the one that retries it. */
    @Test
    void aParkedDeliveryGoesOnByItselfAndNotInTheChunk() {
        script.due(HUBSPOT, List.of("A1", "A2"));
        script.parked(PARKED);

        SyncBatchStatus status = harness.run("A1", "A2", "A3");

        assertThat(script.handedOver()).containsExactly(List.of("A3"));
        assertThat(status.handedOver()).containsExactly(PARKED);
        assertThat(script.deliveriesTo(HUBSPOT))
                .extracting(DeliverAllRequest::recordIds)
                .containsExactly(List.of("A1", "A2"));
    }

    @Test
    void aHandOverThatFailsIsTriedAgainAndDelaysNobodyElse() {
        script.due(SALESFORCE, List.of("A1"));
        script.due(HUBSPOT, List.of("A1", "A2"));
        script.parked(PARKED);
        script.script(
                HUBSPOT,
                request -> new DeliverAllResult(0, List.of(REFUSED), List.of("A1"), Duration.ofMillis(200), null));
        script.failHandOvers(6);

        harness.run("A1", "A2", "A3");

        assertThat(script.steps().subList(0, 3)).containsExactlyInAnyOrder(SALESFORCE, HUBSPOT, HUBSPOT);
        assertThat(script.handedOver()).containsExactlyInAnyOrder(List.of("A3"), List.of("A2"));
    }

    @Test
    void whatWaitsIsTriedAgainByTheSameOwnerAfterThePause() {
        script.due(HUBSPOT, List.of("A1", "A2"));
        script.script(
                HUBSPOT, request -> new DeliverAllResult(1, List.of(), List.of("A2"), Duration.ofMinutes(10), null));
        Duration before = harness.now();

        harness.run("A1", "A2");

        assertThat(script.deliveriesTo(HUBSPOT))
                .extracting(DeliverAllRequest::recordIds)
                .containsExactly(List.of("A1", "A2"), List.of("A2"));
        assertThat(owners(HUBSPOT)).hasSize(1);
        assertThat(harness.now().minus(before)).isGreaterThan(Duration.ofMinutes(9));
    }

    @Test
    void whileACircuitIsOpenTemporalTriesAgainForTheSameOwner() {
        script.due(HUBSPOT, List.of("A1"));
        script.shut(HUBSPOT);
        script.shut(HUBSPOT);

        SyncBatchStatus status = harness.run("A1");

        assertThat(status.systems()).containsExactly(new SyncBatchStatus.OfSystem(HUBSPOT, 1, 1));
        assertThat(script.deliveriesTo(HUBSPOT)).hasSize(3);
        assertThat(owners(HUBSPOT)).hasSize(1);
        assertThat(script.handedOver()).isEmpty();
    }

    @Test
    void oneSystemsOutageDelaysNoOther() {
        script.due(SALESFORCE, List.of("A1"));
        script.due(HUBSPOT, List.of("A1"));
        script.fail(SALESFORCE, Duration.ofHours(1));

        SyncBatchStatus status = harness.run("A1");

        assertThat(status.systems()).allMatch(system -> system.settled() == 1);
        assertThat(script.steps()).containsExactlyInAnyOrder(SALESFORCE, HUBSPOT, SALESFORCE);
        assertThat(script.steps().getLast()).isEqualTo(SALESFORCE);
    }

    @Test
    void whatAWorkerWithOtherRulesGivesBackIsRoutedAgainAndMayGoElsewhere() {
        script.due(SALESFORCE, List.of("A1"));
        script.due(HUBSPOT, List.of("A1", "A2", "A3"));
        script.script(HUBSPOT, request -> {
            script.routeBy("new");
            script.due(SALESFORCE, List.of("A2"));
            script.due(HUBSPOT, List.of("A1"));
            return new DeliverAllResult(1, List.of(), List.of("A1", "A2"), Duration.ZERO, "new");
        });

        SyncBatchStatus status = harness.run("A1", "A2", "A3");

        assertThat(script.deliveriesTo(HUBSPOT))
                .extracting(DeliverAllRequest::recordIds)
                .containsExactly(List.of("A1", "A2", "A3"), List.of("A1"));
        assertThat(script.deliveriesTo(HUBSPOT))
                .extracting(DeliverAllRequest::rules)
                .containsExactly("rules", "new");
        assertThat(script.deliveriesTo(SALESFORCE))
                .extracting(DeliverAllRequest::recordIds)
                .containsExactly(List.of("A1"), List.of("A2"));
        assertThat(status.systems()).allMatch(system -> system.due() == system.settled());
        assertThat(script.handedOver()).isEmpty();
    }

    @Test
    void anOutageThatMakesTheHistoryLongGoesOnInAnotherRunWithWhatStillWaits() {
        List<String> large = IntStream.range(0, 200)
                .mapToObj(i -> String.format(Locale.ROOT, "%d-", i) + "x".repeat(200))
                .toList();
        List<String> all = new ArrayList<>(large);
        all.add("A1");
        script.due(SALESFORCE, large);
        script.due(HUBSPOT, all);
        IntStream.range(0, 80).forEach(round -> script.fail(SALESFORCE, Duration.ofMinutes(1)));

        SyncBatchStatus status = harness.run(all.toArray(String[]::new));

        assertThat(script.routes()).extracting(RouteAllRequest::recordIds).containsExactly(all, large);
        assertThat(owners(SALESFORCE)).as("runs").hasSize(2);
        assertThat(script.deliveriesTo(SALESFORCE)).hasSize(81);
        assertThat(script.deliveriesTo(HUBSPOT)).hasSize(1);
        assertThat(status.systems()).containsExactly(new SyncBatchStatus.OfSystem(SALESFORCE, 200, 200));
        assertThat(script.handedOver()).isEmpty();
    }

    private List<String> owners(String system) {
        return script.deliveriesTo(system).stream()
                .map(DeliverAllRequest::owner)
                .distinct()
                .toList();
    }
}
