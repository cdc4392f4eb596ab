package io.recordsync.worker.workflow;

import static io.recordsync.worker.workflow.Harness.HUBSPOT;
import static io.recordsync.worker.workflow.Harness.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.workflows.Changed;
import io.recordsync.workflows.DeliveryRequest;
import io.recordsync.workflows.DeliveryStatus;
import io.recordsync.workflows.DeliveryStatus.State;
import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.Retry;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The workflow shows as parked exactly what the ledger has as parked. */
class FollowsLedgerTest {

    private final Harness harness = new Harness();
    private final ScriptedSystems systems = harness.systems;

    @AfterEach
    void stop() {
        harness.close();
    }

    @Test
    void aParkedDeliveryThatIsSentNowhereAnyMoreIsDroppedAndTheRunEnds() {
        WorkflowStub run = parked();
        systems.leadAway(SALESFORCE);
        systems.change();

        run.signal("changed", new Changed(2, Priorities.LIVE));
        run.getResult(Void.class);

        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(1);
        assertThat(harness.isShownAsFailed()).isFalse();
    }

    @Test
    void aRetryClearsARunThatShowsAsFailedWithoutReason() {
        WorkflowStub run = parked();
        systems.settleElsewhere(SALESFORCE);

        run.signal("retry", Retry.ALL);
        run.getResult(Void.class);

        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(1);
        assertThat(harness.isShownAsFailed()).isFalse();
    }

    @Test
    void aRunThatShowsAsFailedWithoutReasonFindsThatOutWithinTheHour() {
        parked();
        systems.settleElsewhere(SALESFORCE);

        harness.pass(Duration.ofMinutes(61));

        assertThat(harness.isRunning()).isFalse();
        assertThat(harness.isShownAsFailed()).isFalse();
    }

    @Test
    void whatAnEarlierRunHasLeftParkedIsTakenUpByTheNext() {
        systems.change();
        systems.settleElsewhere(HUBSPOT);
        systems.parkInLedger(SALESFORCE);

        WorkflowStub run = harness.changed(1);
        harness.pass(Duration.ofMinutes(1));

        assertThat(harness.isShownAsFailed()).isTrue();
        assertThat(of(SALESFORCE).state()).isEqualTo(State.PARKED);
        assertThat(of(SALESFORCE).failure()).isNotNull();
        assertThat(systems.deadLetters()).isEmpty();
        run.signal("skip");
        run.getResult(Void.class);
        assertThat(systems.isParkedInLedger(SALESFORCE)).isFalse();
    }

    @Test
    void whatIsSettledWhileTheRecordIsRoutedIsNotTakenUpAgain() {
        WorkflowStub run = parked();
        CountDownLatch routed = new CountDownLatch(1);
        systems.script(SALESFORCE, () -> {
            systems.duringNextRoute(() -> {
                routed.countDown();
                await().atMost(1, TimeUnit.MINUTES).until(() -> !systems.isParkedInLedger(SALESFORCE));
            });
            run.signal("changed");
            await().atMost(1, TimeUnit.MINUTES).until(() -> routed.getCount() == 0);
            return systems.succeed(SALESFORCE);
        });

        run.signal("retry", Retry.ALL);
        harness.pass(Duration.ofMinutes(2));

        assertThat(harness.isRunning()).isFalse();
        assertThat(harness.isShownAsFailed()).isFalse();
    }

    @Test
    void aSkipWhileItIsTriedAgainHoldsWhenThatFailsToo() {
        systems.change();
        systems.refuseForNow(SALESFORCE);
        systems.refuseAfter(SALESFORCE, true, () -> harness.running().signal("skip"));
        WorkflowStub run = harness.changed(1);

        run.getResult(Void.class);

        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(2);
        assertThat(systems.isParkedInLedger(SALESFORCE)).isFalse();
        assertThat(harness.isShownAsFailed()).isFalse();
    }

    @Test
    void aSkipWhileItIsTriedAgainCostsNothingWhenThatSucceeds() {
        systems.change();
        systems.refuseForNow(SALESFORCE);
        systems.script(SALESFORCE, () -> {
            harness.running().signal("skip");
            return systems.succeed(SALESFORCE);
        });

        harness.changed(1).getResult(Void.class);

        assertThat(of(SALESFORCE).state()).isEqualTo(State.SETTLED);
    }

    @Test
    void whatAWorkerWithOtherRulesGivesBackIsRoutedAgainAndAskedForByTheRulesOfThatRoute() {
        systems.change();
        systems.routeBy("0123456789abcdef");
        systems.workerHas(SALESFORCE, "fedcba9876543210");
        WorkflowStub run = harness.changed(1);
        harness.pass(Duration.ofMinutes(3));

        assertThat(of(SALESFORCE).note()).isEqualTo("waits for a worker with the rules 0123456789ab");
        assertThat(of(SALESFORCE).state()).isEqualTo(State.DELIVERING);
        assertThat(of(HUBSPOT).state()).isEqualTo(State.SETTLED);
        assertThat(systems.deliveriesTo(SALESFORCE)).hasSizeBetween(8, 11);

        systems.routeBy("fedcba9876543210");
        run.getResult(Void.class);

        assertThat(systems.deliveriesTo(SALESFORCE).getLast())
                .extracting(DeliveryRequest::rules)
                .isEqualTo("fedcba9876543210");
        assertThat(systems.deadLetters()).isEmpty();
        assertThat(of(SALESFORCE).note()).isNull();
    }

    @Test
    void whatWaitsForAWorkerWithItsRulesEndsWhenTheNextRouteLeadsElsewhere() {
        systems.change();
        systems.workerHas(SALESFORCE, "others");
        WorkflowStub run = harness.changed(1);
        harness.pass(Duration.ofMinutes(1));

        systems.leadAway(SALESFORCE);
        run.getResult(Void.class);

        assertThat(systems.deliveriesTo(HUBSPOT)).hasSize(1);
    }

    @Test
    void aRetryOfAParkedDeliveryIsNotLostOnAWorkerWithOtherRules() {
        WorkflowStub run = parked();
        systems.workerHas(SALESFORCE, "others");

        run.signal("retry", Retry.ALL);
        harness.pass(Duration.ofMinutes(1));
        systems.routeBy("others");
        run.getResult(Void.class);

        assertThat(systems.isParkedInLedger(SALESFORCE)).isFalse();
        assertThat(systems.deadLetters()).hasSize(1);
    }

    private WorkflowStub parked() {
        systems.change();
        systems.refuse(SALESFORCE);
        WorkflowStub run = harness.changed(1);
        harness.pass(Duration.ofMinutes(1));
        return run;
    }

    private DeliveryStatus of(String system) {
        return harness.status().deliveries().stream()
                .filter(delivery -> delivery.system().equals(system))
                .findFirst()
                .orElseThrow();
    }
}
