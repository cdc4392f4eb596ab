package io.recordsync.worker.reading;

import static io.recordsync.worker.reading.Scene.NOW;
import static io.recordsync.worker.reading.Scene.same;
import static io.recordsync.worker.reading.Scene.sameWithTwoNames;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.counterpart.FieldBase;
import io.recordsync.store.counterpart.LostValue;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.delivery.Standing;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.worker.reading.Judgement.Verdict;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The first comparison of a row with its record: it links them and fills blanks only. */
class FirstContactTest {

    private static final Standing GIVEN_BEFORE = standing(false);
    private static final Standing DUE = standing(true);

    @Test
    void equalSidesAreLinkedAndNothingFlows() {
        Scene scene = same().row("Phone", "555.000.0001");
        Judgement judgement = scene.judge();

        assertThat(judgement.verdict()).isEqualTo(Verdict.LINKED);
        assertThat(judgement.patch()).isEmpty();
        assertThat(scene.isGiven(judgement, "Phone", "+15550000001")).isTrue();
        assertThat(scene.isShown(judgement, "Phone", "555.000.0001")).isTrue();
        assertThat(judgement.counts().differing()).isZero();
    }

    @Test
    void aBlankHereIsFilledIfTheSystemWasNeverGivenOurs() {
        Judgement never = same().ours("status", null).judge();
        Judgement before = same().ours("status", null).delivery(GIVEN_BEFORE).judge();
        Judgement due = same().ours("status", null).delivery(DUE).judge();

        assertThat(never.patch()).isEqualTo(Map.of("status", "open"));
        assertThat(never.operation()).contains(Operation.UPDATE);
        assertThat(before.patch()).isEmpty();
        assertThat(before.counts().differing()).isEqualTo(1);
        assertThat(due.patch()).isEmpty();
        assertThat(due.touched()).isTrue();
        assertThat(due.lost()).extracting(LostValue::value).containsExactly("open");
    }

    @Test
    void aPathThatAnotherOneMakesUpForIsNoBlank() {
        Judgement judgement = sameWithTwoNames()
                .back("{name: 'join(found.FirstName, found.LastName)', nick: 'found.FirstName'}")
                .row("FirstName", "Bob")
                .judge();

        assertThat(judgement.patch()).isEmpty();
        assertThat(judgement.counts().differing()).isEqualTo(2);
    }

    @Test
    void aBlankThereIsToBeGiven() {
        Judgement judgement = same().row("Status", null).judge();

        assertThat(judgement.touched()).isTrue();
        assertThat(judgement.counterpart().orElseThrow().field("Status").given())
                .isNull();
        assertThat(judgement.lost()).isEmpty();
    }

    @Test
    void valuesThatDifferStayAsTheyAreUntilOneSideChanges() {
        Scene scene = same().row("Name", "Bob Jones");
        Judgement judgement = scene.judge();

        assertThat(judgement.patch()).isEmpty();
        assertThat(judgement.counts().differing()).isEqualTo(1);
        assertThat(judgement.counterpart().orElseThrow().field("Name").differs())
                .isTrue();
        assertThat(scene.accepted().judge().verdict()).isEqualTo(Verdict.UNCHANGED);
        assertThat(scene.row("Name", "Bob J. Jones").modified(NOW).judge().patch())
                .isEqualTo(Map.of("name", "Bob J. Jones"));
    }

    @Test
    void whoeverAsksForASideGetsIt() {
        Judgement ours =
                same().read("{every: 5m, link: ours}").row("Name", "Bob Jones").judge();
        Judgement theirs = same().read("{every: 5m, link: theirs}")
                .row("Name", "Bob Jones")
                .judge();
        Judgement ask =
                same().read("{every: 5m, link: ask}").row("Name", "Bob Jones").judge();

        assertThat(ours.touched()).isTrue();
        assertThat(ours.lost()).extracting(LostValue::value).containsExactly("Bob Jones");
        assertThat(theirs.patch()).isEqualTo(Map.of("name", "Bob Jones"));
        assertThat(theirs.lost()).extracting(LostValue::value).containsExactly("Mary Smith");
        assertThat(ask.opened()).extracting(Conflict::kind).containsExactly(Kind.ASK);
    }

    @Test
    void theNewerSideIsTakenWhereThatIsAsked() {
        String newest = "{every: 5m, link: newest}";

        assertThat(same().read(newest).row("Name", "Bob Jones").judge().patch()).containsKey("name");
        assertThat(same().read(newest)
                        .oursAt("name", NOW)
                        .row("Name", "Bob Jones")
                        .judge()
                        .patch())
                .isEmpty();
    }

    @Test
    void whatWouldNotComeBackAsItselfIsNotTaken() {
        Judgement judgement = sameWithTwoNames()
                .ours("name", null)
                .row("FirstName", "Mary Ann")
                .judge();

        assertThat(judgement.patch()).isEmpty();
        assertThat(judgement.opened()).extracting(Conflict::kind).containsExactly(Kind.UNREPRESENTABLE);
        assertThat(judgement.counts().differing()).isEqualTo(1);
    }

    @Test
    void aValueOfNoTypeIsAConflictAndDiffers() {
        Judgement judgement = same().row("Phone", "call me").judge();

        assertThat(judgement.opened()).extracting(Conflict::kind).containsExactly(Kind.UNREADABLE);
        assertThat(judgement.counterpart().orElseThrow().field("Phone").differs())
                .isTrue();
    }

    @Test
    void aRowOfARecordThatIsDeletedHereWaitsForOurDelete() {
        Judgement judgement = same().deleted().delivery(DUE).judge();

        assertThat(judgement.operation()).isEmpty();
        assertThat(judgement.touched()).isTrue();
        assertThat(judgement.counterpart().orElseThrow().field("Status").given())
                .isNull();
    }

    @Test
    void aRowOfARecordThatWasDeletedBeforeTheSystemHadItBringsItBack() {
        assertThat(same().carryingNothing().deleted().judge().verdict()).isEqualTo(Verdict.LATER);
        assertThat(same().carryingNothing().deleted().byId().judge().operation())
                .contains(Operation.CREATE);
    }

    @Test
    void aNewRowThatCarriesTheIdOfADeletedRecordIsForAPersonToDecide() {
        assertThat(same().deleted().byId().judge().verdict()).isEqualTo(Verdict.AMBIGUOUS);
    }

    @Test
    void aValueOfOursThatStaysHasNotLost() {
        Judgement judgement = sameWithTwoNames()
                .read("{every: 5m, link: theirs}")
                .row("FirstName", "Mary Ann")
                .judge();

        assertThat(judgement.opened()).extracting(Conflict::kind).containsExactly(Kind.UNREPRESENTABLE);
        assertThat(judgement.lost()).isEmpty();
    }

    @Test
    void whatAFieldThatBecomesReadLacksThereIsToBeGiven() {
        Judgement judgement = same().linked()
                .base("Status", base -> FieldBase.NONE)
                .row("Status", null)
                .judge();

        assertThat(judgement.touched()).isTrue();
        assertThat(judgement.counterpart().orElseThrow().field("Status").given())
                .isNull();
    }

    @Test
    void aFieldThatTheRowDoesNotShowIsNotCompared() {
        Judgement judgement = same().rowWithout("Phone").judge();

        assertThat(judgement.counts().differing()).isZero();
        assertThat(judgement.counterpart().orElseThrow().field("Phone").isUnknown())
                .isTrue();
    }

    @Test
    void aFieldThatBecomesReadIsComparedLikeAFirstContact() {
        Judgement judgement = same().linked()
                .base("Status", base -> base.withGiven(null).withShown(null))
                .row("Status", "closed")
                .row("Phone", "555.000.0003")
                .judge();

        assertThat(judgement.patch()).isEqualTo(Map.of("phone", "+15550000003"));
        assertThat(judgement.counts().differing()).isEqualTo(1);
    }

    private static Standing standing(boolean due) {
        return new Standing(
                DeliveryState.DELIVERED,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                due ? 0 : Long.MAX_VALUE,
                Optional.of("hash"),
                Optional.of("a1"));
    }
}
