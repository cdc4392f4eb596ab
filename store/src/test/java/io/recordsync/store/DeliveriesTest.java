package io.recordsync.store;

import static io.recordsync.store.Events.R1;
import static io.recordsync.store.Ledger.CRM;
import static io.recordsync.store.Ledger.ERROR;
import static io.recordsync.store.Ledger.GRACE;
import static io.recordsync.store.Ledger.LEASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.Claim.Granted;
import io.recordsync.store.delivery.Claim.Leased;
import io.recordsync.store.delivery.Deliveries;
import io.recordsync.store.delivery.Deliveries.Release;
import io.recordsync.store.delivery.DeliveryError;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.ledger.RecordKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeliveriesTest {

    @RegisterExtension
    static final Database DATABASE = new Database();

    private static final RecordKey KEY = R1.key();
    private static final Duration OVER = Duration.ofSeconds(-1);

    private Ledger ledger = new Ledger(DATABASE.store());
    private Deliveries deliveries = ledger.store().deliveries();

    @BeforeEach
    void oneRecordIsDue() {
        ledger = new Ledger(DATABASE.store());
        deliveries = ledger.store().deliveries();
        ledger.accept(R1.create(1, Map.of("a", 1)));
        ledger.route(KEY, CRM);
    }

    @Test
    void theFirstClaimFindsNothingDelivered() {
        Granted claim = ledger.granted(KEY, CRM);
        assertThat(claim.image().fields()).isEqualTo(Map.of("a", 1L));
        assertThat(claim.delivered())
                .isEqualTo(new Claim.Delivered(
                        DeliveryState.DUE, 0, Optional.empty(), Optional.empty(), Optional.empty(), false));
        assertThat(claim.doubt()).isEmpty();
        assertThat(claim.known()).isFalse();
        assertThat(claim.attempts()).isZero();
    }

    @Test
    void ofTwoOwnersOnlyOneGetsIt() {
        ledger.claim(KEY, CRM, "one");
        assertThat(ledger.claim(KEY, CRM, "two"))
                .isInstanceOfSatisfying(
                        Leased.class,
                        leased -> assertThat(leased.remaining()).isPositive().isLessThanOrEqualTo(LEASE));
        assertThat(ledger.claim(KEY, "hubspot", "two")).isInstanceOf(Granted.class);
    }

    @Test
    void anOwnersOwnLeaseIsTakenAgainInDoubt() {
        ledger.claim(KEY, CRM, "one");
        Granted again = (Granted) ledger.claim(KEY, CRM, "one");
        assertThat(again.fence()).isEqualTo(2);
        assertThat(again.known()).isTrue();
        assertThat(again.doubt().orElseThrow().remaining()).isPositive().isLessThanOrEqualTo(GRACE);
    }

    @Test
    void anothersLeaseThatHasEndedIsTakenOverInDoubt() {
        ledger.claim(KEY, CRM, "one", OVER);
        Granted taken = (Granted) ledger.claim(KEY, CRM, "two");
        assertThat(taken.doubt().orElseThrow().remaining()).isPositive();
    }

    @Test
    void aLeaseThatWasGivenBackLeavesNoDoubt() {
        deliveries.release(ledger.granted(KEY, CRM), Release.waiting(Duration.ofSeconds(3)));
        Granted next = (Granted) ledger.claim(KEY, CRM, "two");
        assertThat(next.doubt()).isEmpty();
        assertThat(next.attempts()).isZero();
    }

    @Test
    void aDoubtOutlastsItsGraceAndEveryClaimUntilItIsApplied() {
        ledger.claim(KEY, CRM, "one", OVER);
        Granted early = (Granted) ledger.claim(KEY, CRM, "two");
        deliveries.release(early, Release.waiting(GRACE));
        DATABASE.jdbc().sql("update delivery set in_doubt_until = now()").update();
        Granted later = ledger.granted(KEY, CRM);
        assertThat(later.doubt().orElseThrow().remaining()).isZero();
        ledger.settle(Settlement.applied(later, "h", Optional.empty()));
        assertThat(ledger.granted(KEY, CRM).doubt()).isEmpty();
    }

    @Test
    void aCallWithoutAnAnswerLeavesADoubtWhenItIsReleasedAndWhenItIsParked() {
        Granted first = ledger.granted(KEY, CRM);
        deliveries.release(first, new Release(true, true, GRACE, Duration.ZERO, Optional.of(ERROR)));
        Granted second = ledger.granted(KEY, CRM);
        assertThat(second.doubt().orElseThrow().remaining()).isPositive();
        assertThat(second.attempts()).isOne();
        assertThat(second.chargedAt()).isPresent();
        assertThat(second.error()).contains(ERROR);

        ledger.settle(Settlement.applied(second, "h", Optional.empty()));
        ledger.settle(Settlement.parked(ledger.granted(KEY, CRM), ERROR, Optional.of(GRACE), false));
        assertThat(ledger.granted(KEY, CRM).doubt().orElseThrow().remaining()).isPositive();
    }

    @Test
    void onlyWhatIsAppliedEndsADoubt() {
        Granted claim = ledger.granted(KEY, CRM);
        deliveries.release(claim, new Release(true, true, Duration.ZERO, Duration.ZERO, Optional.empty()));
        ledger.settle(Settlement.parked(ledger.granted(KEY, CRM), ERROR));
        ledger.settle(Settlement.unchanged(ledger.granted(KEY, CRM)));
        assertThat(ledger.granted(KEY, CRM).inDoubt()).isTrue();
    }

    @Test
    void whoWasOvertakenSettlesAndReleasesNothing() {
        Granted overtaken = (Granted) ledger.claim(KEY, CRM, "one", OVER);
        Granted holder = (Granted) ledger.claim(KEY, CRM, "two");
        assertThat(ledger.settle(Settlement.applied(overtaken, "old", Optional.of("x"))))
                .isFalse();
        deliveries.release(overtaken, new Release(true, false, GRACE, Duration.ZERO, Optional.of(ERROR)));
        assertThat(ledger.claim(KEY, CRM, "three")).isInstanceOf(Leased.class);
        assertThat(ledger.delivery(KEY, CRM).attempts()).isZero();
        assertThat(ledger.fates(KEY)).containsExactly("");
        assertThat(ledger.settle(Settlement.applied(holder, "new", Optional.of("y"))))
                .isTrue();
        assertThat(ledger.delivery(KEY, CRM).externalId()).contains("y");
    }

    @Test
    void aClaimOfAChunkAnswersForEachRecordInTheOrderOfTheKeys() {
        List<RecordKey> keys =
                IntStream.range(0, 20).mapToObj(n -> Events.of("c" + n).key()).toList();
        keys.forEach(key -> ledger.accept(new Events(key, "crm").create(1, Map.of("n", key.recordId()))));
        List<RecordKey> held = keys.subList(5, 10);
        deliveries.claim(held, CRM, "other", LEASE, GRACE);
        RecordKey unknown = Events.of("unknown").key();
        List<RecordKey> asked = IntStream.range(0, 42)
                .mapToObj(n -> n == 0 ? unknown : keys.get(n % 20))
                .toList();

        List<Claim> claims = deliveries.claim(asked, CRM, "owner", LEASE, GRACE);

        assertThat(claims).extracting(Claim::key).containsExactlyElementsOf(asked.subList(1, 21));
        assertThat(Ledger.granted(claims)).doesNotContainAnyElementsOf(held).hasSize(15);
        assertThat(claims).allSatisfy(claim -> {
            if (claim instanceof Granted granted) {
                assertThat(granted.image().fields())
                        .isEqualTo(Map.of("n", claim.key().recordId()));
            }
        });
    }

    @Test
    void aRecordThatDoesNotExistIsNotClaimed() {
        RecordKey unknown = Events.of("unknown").key();
        assertThat(deliveries.claim(List.of(unknown), CRM, "owner", LEASE, GRACE))
                .isEmpty();
        assertThat(DATABASE.jdbc()
                        .sql("select count(*) from delivery where record_id = 'unknown'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void aChunkIsSettledInOneGo() {
        List<RecordKey> keys =
                IntStream.range(0, 200).mapToObj(n -> Events.of("c" + n).key()).toList();
        ledger.store()
                .acceptance()
                .accept(keys.stream()
                        .map(key -> new Events(key, "crm").create(1, Map.of("a", 1)))
                        .toList());
        List<Claim> claims = deliveries.claim(keys, CRM, "owner", LEASE, GRACE);
        Granted overtaken = (Granted) claims.get(7);
        ledger.claim(overtaken.key(), CRM, "owner");

        var settled = deliveries.settle(claims.stream()
                .map(Granted.class::cast)
                .map(claim -> Settlement.applied(
                        claim, "h", Optional.of("id-" + claim.key().recordId())))
                .toList());

        assertThat(settled).hasSize(199).doesNotContain(overtaken.key());
        assertThat(ledger.delivery(keys.get(8), CRM).externalId()).contains("id-c8");
        assertThat(ledger.delivery(keys.get(8), CRM).state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void aParkedDeliveryThatIsTriedAgainAndAppliedIsApplied() {
        ledger.park(KEY, CRM);
        assertThat(ledger.fates(KEY)).containsExactly("parked");
        assertThat(ledger.delivery(KEY, CRM).error()).contains(ERROR);
        assertThat(ledger.parked()).hasSize(1);
        ledger.apply(KEY, CRM);
        assertThat(ledger.fates(KEY)).containsExactly("applied");
        assertThat(ledger.delivery(KEY, CRM).error()).isEmpty();
        assertThat(ledger.parked()).isEmpty();
    }

    @Test
    void aParkedDeliveryThatIsSkippedIsGivenUpUntilANewerChange() {
        ledger.park(KEY, CRM);
        deliveries.skip(KEY, CRM);
        assertThat(ledger.fates(KEY)).containsExactly("skipped");
        assertThat(ledger.delivery(KEY, CRM).state()).isEqualTo(DeliveryState.SKIPPED);
        ledger.accept(R1.snapshot(2, Map.of("a", 2)));
        ledger.route(KEY, CRM);
        ledger.apply(KEY, CRM);
        assertThat(ledger.fates(KEY)).containsExactly("skipped", "applied");
    }

    @Test
    void aDeliveryThatWaitsForADecisionIsGivenUpInTheSameWay() {
        ledger.leaveUndecided(KEY, CRM);
        deliveries.skip(KEY, CRM);
        assertThat(ledger.fates(KEY)).containsExactly("skipped");
        assertThat(ledger.delivery(KEY, CRM).state()).isEqualTo(DeliveryState.SKIPPED);
    }

    @Test
    void onlyAParkedDeliveryCanBeSkipped() {
        ledger.apply(KEY, CRM);
        deliveries.skip(KEY, CRM);
        assertThat(ledger.delivery(KEY, CRM).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(ledger.fates(KEY)).containsExactly("applied");
    }

    @Test
    void whatWasAppliedStaysAppliedWhenItIsFoundUnchangedLater() {
        ledger.apply(KEY, CRM);
        ledger.settle(Settlement.unchanged(ledger.granted(KEY, CRM)));
        assertThat(ledger.fates(KEY)).containsExactly("applied");
    }

    @Test
    void aRecordThatWasDeletedAndLivesAgainIsNewToTheSystem() {
        ledger.apply(KEY, CRM);
        ledger.accept(R1.delete(2));
        Granted toDelete = ledger.granted(KEY, CRM);
        assertThat(toDelete.image().deleted()).isTrue();
        assertThat(toDelete.delivered().externalId()).contains("id");
        ledger.settle(Settlement.deleted(toDelete));
        assertThat(ledger.delivery(KEY, CRM).state()).isEqualTo(DeliveryState.DELETED);

        ledger.accept(R1.create(3, Map.of("a", 3)));
        Granted newLife = ledger.granted(KEY, CRM);
        assertThat(newLife.known()).isFalse();
        assertThat(newLife.delivered().externalId()).isEmpty();
        assertThat(newLife.delivered().revision()).isEqualTo(2);
        assertThat(newLife.image().life()).isEqualTo(2);
    }

    @Test
    void settlingForgetsTheChargedAttempts() {
        deliveries.release(
                ledger.granted(KEY, CRM), new Release(true, false, GRACE, Duration.ofSeconds(2), Optional.of(ERROR)));
        assertThat(ledger.delivery(KEY, CRM).nextAttemptAt()).isPresent();
        ledger.park(KEY, CRM);
        Granted retry = ledger.granted(KEY, CRM);
        assertThat(retry.attempts()).isZero();
        assertThat(retry.error()).contains(ERROR);
        assertThat(ledger.delivery(KEY, CRM).nextAttemptAt()).isEmpty();
    }

    @Test
    void aVendorsTextIsHeldWhateverIsInIt() {
        DeliveryError hostile = new DeliveryError("C", "nul \0 and half \uD83D " + "x".repeat(5000), "e");
        ledger.settle(Settlement.parked(ledger.granted(KEY, CRM), hostile));
        assertThat(ledger.delivery(KEY, CRM).error().orElseThrow().message())
                .startsWith("nul \uFFFD and half \uFFFD xxx")
                .hasSize(1000);
    }
}
