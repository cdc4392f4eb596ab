package io.recordsync.worker.reading;

import static io.recordsync.worker.reading.Scene.BEFORE;
import static io.recordsync.worker.reading.Scene.NOW;
import static io.recordsync.worker.reading.Scene.same;
import static io.recordsync.worker.reading.Scene.sameWithTwoNames;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.recordsync.store.counterpart.Conflict;
import io.recordsync.store.counterpart.Conflict.Kind;
import io.recordsync.store.counterpart.LostValue;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.delivery.Standing;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.worker.reading.Judgement.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class JudgeTest {

    @Test
    void aRowThatShowsWhatItShowedChangesNothing() {
        Judgement judgement = same().linked().judge();

        assertThat(judgement.verdict()).isEqualTo(Verdict.UNCHANGED);
        assertThat(judgement.patch()).isEmpty();
        assertThat(judgement.counterpart()).isPresent();
        assertThat(same().linked().accepted().judge().counterpart()).isEmpty();
    }

    @Test
    void anEditIsTakenAndIsTheBaseThen() {
        Scene scene = same().linked().row("Status", "closed");
        Judgement judgement = scene.judge();

        assertThat(judgement.verdict()).isEqualTo(Verdict.UPDATED);
        assertThat(judgement.operation()).contains(Operation.UPDATE);
        assertThat(judgement.patch()).isEqualTo(Map.of("status", "closed"));
        assertThat(judgement.lost()).isEmpty();
        assertThat(scene.isGiven(judgement, "Status", "closed")).isTrue();
        assertThat(scene.accepted().judge().verdict()).isEqualTo(Verdict.UNCHANGED);
    }

    @Test
    void aFieldThatTheAnswerLeavesOutIsNotJudged() {
        assertThat(same().linked().rowWithout("Phone").judge().verdict()).isEqualTo(Verdict.UNCHANGED);
        assertThat(same().linked().row("Phone", null).judge().patch())
                .containsOnlyKeys("phone")
                .containsValue(null);
    }

    @Test
    void anotherFormOfOurValueIsNotedAndChangesNothing() {
        Scene scene = same().linked().row("Email", "U1@X.com").row("Phone", "(555) 000-0001");
        Judgement judgement = scene.judge();

        assertThat(judgement.verdict()).isEqualTo(Verdict.UNCHANGED);
        assertThat(judgement.counts().adjusted()).isEqualTo(2);
        assertThat(scene.isShown(judgement, "Email", "U1@X.com")).isTrue();
        assertThat(scene.isGiven(judgement, "Email", "u1@x.com")).isTrue();
    }

    @Test
    void anEditThatTheMappingLosesIsAConflictAndTheOthersGoOn() {
        Judgement judgement = sameWithTwoNames()
                .linked()
                .row("FirstName", "Mary Ann")
                .row("Phone", "555.000.0003")
                .judge();

        assertThat(judgement.opened()).extracting(Conflict::kind).containsExactly(Kind.UNREPRESENTABLE);
        assertThat(judgement.opened()).extracting(Conflict::path).containsExactly("name");
        assertThat(judgement.patch()).isEqualTo(Map.of("phone", "+15550000003"));
        assertThat(judgement.verdict()).isEqualTo(Verdict.CONFLICT);
    }

    @Test
    void aValueThatIsOfNoTypeIsAConflictAndClearsNothing() {
        Judgement judgement = same().linked().row("Phone", "call me").judge();

        assertThat(judgement.opened()).extracting(Conflict::kind).containsExactly(Kind.UNREADABLE);
        assertThat(judgement.patch()).isEmpty();
    }

    @Test
    void theLogNamesTheTypeOfAValueThatCannotBeReadAndNotTheValue() {
        Logger logger = (Logger) LoggerFactory.getLogger(Readable.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.setLevel(Level.WARN);
        logger.addAppender(log);
        try {
            same().linked().row("Phone", "call me").judge();
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("Failed to parse phone value: is not a phone number");
    }

    @Test
    void anEditBesideOurOwnUndeliveredChangeOfAnotherFieldIsTaken() {
        Judgement judgement = same().linked()
                .ours("phone", "+15550000003")
                .row("Status", "closed")
                .judge();

        assertThat(judgement.opened()).isEmpty();
        assertThat(judgement.patch()).isEqualTo(Map.of("status", "closed"));
    }

    @ParameterizedTest
    @CsvSource({"-61, UPDATED", "-60, UPDATED", "-58, UPDATED", "-57, OVERRULED", "60, OVERRULED"})
    void ofTwoEditsTheLaterOneWins(int oursAtSeconds, Verdict verdict) {
        Scene scene = same().linked()
                .ours("status", "lost")
                .oursAt("status", NOW.plusSeconds(oursAtSeconds))
                .row("Status", "closed");
        Judgement judgement = scene.judge();

        assertThat(judgement.verdict()).isEqualTo(verdict);
        assertThat(judgement.lost())
                .extracting(LostValue::value)
                .containsExactly(verdict == Verdict.UPDATED ? "lost" : "closed");
        assertThat(judgement.touched()).isEqualTo(verdict == Verdict.OVERRULED);
        assertThat(judgement.counterpart().orElseThrow().field("Status").given() == null)
                .isEqualTo(verdict == Verdict.OVERRULED);
    }

    @ParameterizedTest
    @CsvSource({"-120, UPDATED", "60, OVERRULED"})
    void whereTheProducerGivesNoTimesItsValueIsAsOldAsItsAcceptance(int acceptedSeconds, Verdict verdict) {
        Judgement judgement = same().linked()
                .ours("status", "lost")
                .oursAccepted(NOW.plusSeconds(acceptedSeconds))
                .row("Status", "closed")
                .judge();

        assertThat(judgement.verdict()).isEqualTo(verdict);
    }

    @Test
    void theOwnerOfAFieldWins() {
        String owned = "{match: [email], fields: {status: b}}";
        Judgement byOther = same().merge(owned).linked().row("Status", "closed").judge();
        Judgement byOwner = same().merge(owned.replace("b}", "a}"))
                .linked()
                .ours("status", "lost")
                .oursAt("status", NOW.plusSeconds(60))
                .row("Status", "closed")
                .judge();

        assertThat(byOther.verdict()).isEqualTo(Verdict.OVERRULED);
        assertThat(byOther.lost()).extracting(LostValue::source).containsExactly("system/a");
        assertThat(byOwner.patch()).isEqualTo(Map.of("status", "closed"));
    }

    @Test
    void whereBlanksDoNotCountTheFilledSideWins() {
        String filled = "{match: [email], wins: filled}";

        assertThat(same().merge(filled).linked().row("Status", null).judge().verdict())
                .isEqualTo(Verdict.OVERRULED);
        assertThat(same().merge(filled)
                        .linked()
                        .ours("status", null)
                        .row("Status", "closed")
                        .judge()
                        .patch())
                .isEqualTo(Map.of("status", "closed"));
    }

    @Test
    void aPersonIsAskedOnlyIfBothSidesHaveChanged() {
        String ask = "{match: [email], fields: {status: ask}}";
        Judgement theirsAlone =
                same().merge(ask).linked().row("Status", "closed").judge();
        Judgement both = same().merge(ask)
                .linked()
                .ours("status", "lost")
                .row("Status", "closed")
                .judge();

        assertThat(theirsAlone.patch()).isEqualTo(Map.of("status", "closed"));
        assertThat(both.opened()).singleElement().satisfies(conflict -> {
            assertThat(conflict.kind()).isEqualTo(Kind.ASK);
            assertThat(conflict.ours()).isEqualTo("lost");
            assertThat(conflict.theirs()).isEqualTo("closed");
        });
        assertThat(both.patch()).isEmpty();
    }

    @Test
    void aConflictEndsWhenItsRowShowsSomethingElse() {
        Judgement judgement = same().linked()
                .open(Kind.ASK, "status", "Status", "closed")
                .row("Status", "won")
                .judge();

        assertThat(judgement.closed()).containsExactly("status");
        assertThat(judgement.touched()).isTrue();
        assertThat(judgement.lost()).extracting(LostValue::value).containsExactly("closed");
        assertThat(judgement.patch()).isEqualTo(Map.of("status", "won"));
    }

    @Test
    void aValueThatTheSystemDoesNotTakeWaitsWhileTheRowOnlyChangesItsForm() {
        Scene scene = same().linked()
                .open(Kind.NOT_WRITTEN, "phone", "Phone", "+15550000001")
                .ours("phone", "+15550000009")
                .notWritten("Phone", "+15550000009", "+15550000001")
                .row("Phone", "(555) 000-0001");
        Judgement judgement = scene.judge();

        assertThat(judgement.closed()).isEmpty();
        assertThat(judgement.patch()).isEmpty();
        assertThat(scene.isShown(judgement, "Phone", "(555) 000-0001")).isTrue();
        assertThat(scene.isGiven(judgement, "Phone", "+15550000009")).isTrue();
    }

    @Test
    void aValueThatTheSystemDoesNotTakeWaitsNoLongerIfOursIsWhatItShows() {
        Judgement judgement = same().linked()
                .open(Kind.NOT_WRITTEN, "phone", "Phone", "+15550000001")
                .notWritten("Phone", "+15550000009", "+15550000001")
                .row("Name", "Mary Jones")
                .judge();

        assertThat(judgement.closed()).containsExactly("phone");
        assertThat(judgement.lost()).isEmpty();
        assertThat(judgement.patch()).isEqualTo(Map.of("name", "Mary Jones"));
    }

    @Test
    void anEditWhereOursWasNotTakenEndsTheConflictAndIsTaken() {
        Judgement judgement = same().linked()
                .ours("phone", "+15550000009")
                .open(Kind.REFUSED, "phone", "Phone", "+15550000001")
                .notWritten("Phone", "+15550000009", "+15550000001")
                .row("Phone", "+15550000003")
                .judge();

        assertThat(judgement.closed()).containsExactly("phone");
        assertThat(judgement.patch()).isEqualTo(Map.of("phone", "+15550000003"));
        assertThat(judgement.lost()).isEmpty();
    }

    @Test
    void aConflictOfADeletedRecordEndsToo() {
        Judgement judgement = same().linked()
                .open(Kind.ASK, "status", "Status", "closed")
                .deleted()
                .judge();

        assertThat(judgement.closed()).containsExactly("status");
    }

    @Test
    void aRowThatIsThereAgainIsGivenWhatItLacks() {
        Scene scene = same().linked(draft -> draft.gone(Optional.of(BEFORE), Optional.empty()))
                .ours("phone", "+15550000009")
                .byId();
        Judgement judgement = scene.judge();

        assertThat(judgement.touched()).isTrue();
        assertThat(judgement.counterpart().orElseThrow().isGone()).isFalse();
        assertThat(scene.isGiven(judgement, "Phone", "+15550000001")).isTrue();
    }

    @Test
    void whereBothSidesHaveComeToTheSameTheHeldDeliveryGoesOn() {
        Judgement judgement = same().linked()
                .open(Kind.ASK, "status", "Status", "closed")
                .ours("status", "won")
                .row("Status", "won")
                .judge();

        assertThat(judgement.touched()).isTrue();
        assertThat(judgement.operation()).isEmpty();
        assertThat(judgement.opened()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4, 10, 1, UPDATED", "5, 10, 1, CONFLICT", "5, 16, 1, UPDATED", "5, 10, 25, UPDATED"})
    void onlyTheSixthEditSoonAfterOurWriteWithinADayIsTooMany(
            int flips, int minutesSinceWrite, int hoursSinceFirst, Verdict verdict) {
        Judgement judgement = same().linked()
                .base(
                        "Status",
                        base -> base.withWrite(NOW.minus(Duration.ofMinutes(minutesSinceWrite)))
                                .withFlips(flips, NOW.minus(Duration.ofHours(hoursSinceFirst))))
                .row("Status", "closed")
                .judge();

        assertThat(judgement.verdict()).isEqualTo(verdict);
    }

    @Test
    void nothingIsJudgedWhileADeliveryMayStillChangeTheRow() {
        Instant asked = NOW.minusSeconds(5);
        Standing leased = standing(true, false, Optional.empty(), Optional.empty());
        Standing mayTakeEffect = standing(false, true, Optional.of(NOW), Optional.empty());
        Standing settledSince = standing(false, false, Optional.empty(), Optional.of(asked));
        Standing settledBefore = standing(false, false, Optional.empty(), Optional.of(asked.minusNanos(1000)));

        assertThat(edited().asked(asked).delivery(leased).judge().verdict()).isEqualTo(Verdict.LATER);
        assertThat(edited().asked(asked).delivery(mayTakeEffect).judge().verdict())
                .isEqualTo(Verdict.LATER);
        assertThat(edited().asked(asked).delivery(settledSince).judge().verdict())
                .isEqualTo(Verdict.LATER);
        assertThat(edited().asked(asked).delivery(settledBefore).judge().verdict())
                .isEqualTo(Verdict.UPDATED);
        assertThat(edited().asked(BEFORE.minusSeconds(1)).judge().verdict()).isEqualTo(Verdict.LATER);
    }

    @Test
    void aRowWhoseTimeSaysNothingCertainIsReadByIdAndThenJudged() {
        Instant from = NOW.minusSeconds(90);
        Instant until = NOW.minusSeconds(30);

        assertThat(edited().modified(BEFORE).judge().verdict()).isEqualTo(Verdict.LATER);
        assertThat(edited().modified(BEFORE.minusSeconds(1)).judge().verdict()).isEqualTo(Verdict.LATER);
        assertThat(edited().wrote(from, until).judge().verdict()).isEqualTo(Verdict.LATER);
        assertThat(edited().wrote(until, until).judge().verdict()).isEqualTo(Verdict.LATER);
        assertThat(edited().wrote(from, until).byId().judge().verdict()).isEqualTo(Verdict.UPDATED);
        assertThat(edited().wrote(from, until).modified(null).judge().verdict()).isEqualTo(Verdict.UPDATED);
        assertThat(same().linked().wrote(from, until).judge().verdict()).isEqualTo(Verdict.UNCHANGED);
    }

    @Test
    void aFieldInDoubtIsOursInWhateverForm() {
        Standing doubt = standing(false, true, Optional.of(BEFORE), Optional.empty());
        Judgement judgement = same().linked()
                .sending("Status", "closed")
                .delivery(doubt)
                .row("Status", "CLOSED")
                .row("Phone", "555.000.0003")
                .judge();

        assertThat(judgement.patch()).isEqualTo(Map.of("phone", "+15550000003"));
        assertThat(judgement.counterpart().orElseThrow().sending()).containsOnlyKeys("Status");
    }

    @Test
    void afterAReadingBackThatFailedTheSystemsFormOfOurValueIsNoted() {
        Scene scene = same().linked()
                .sending("Status", "waiting for long")
                .wrote(NOW.minusSeconds(70), NOW.minusSeconds(50))
                .byId()
                .row("Status", "waiti");
        Judgement judgement = scene.judge();

        assertThat(judgement.verdict()).isEqualTo(Verdict.UNCHANGED);
        assertThat(scene.isShown(judgement, "Status", "waiti")).isTrue();
        assertThat(judgement.counterpart().orElseThrow().sending()).isEmpty();
    }

    @Test
    void anEditBringsADeletedRecordBackWhole() {
        Judgement inFeed = edited().deleted().judge();
        Judgement byId = edited().deleted().byId().judge();
        Judgement unedited = same().linked().deleted().row("Email", "U1@x.com").judge();

        assertThat(inFeed.verdict()).isEqualTo(Verdict.LATER);
        assertThat(byId.verdict()).isEqualTo(Verdict.CREATED);
        assertThat(byId.operation()).contains(Operation.CREATE);
        assertThat(byId.patch())
                .isEqualTo(
                        Map.of("name", "Mary Smith", "email", "u1@x.com", "phone", "+15550000001", "status", "closed"));
        assertThat(unedited.verdict()).isEqualTo(Verdict.UNCHANGED);
    }

    @Test
    void aRowOfNobodyIsTakenAsItIs() {
        Judgement judgement = sameWithTwoNames()
                .noRecord()
                .row("FirstName", "Mary Ann")
                .row("Phone", "call me")
                .judge();

        assertThat(judgement.operation()).contains(Operation.CREATE);
        assertThat(judgement.patch())
                .isEqualTo(Map.of("name", "Mary Ann Smith", "email", "u1@x.com", "status", "open"));
        assertThat(judgement.opened())
                .extracting(Conflict::kind)
                .containsExactlyInAnyOrder(Kind.UNREADABLE, Kind.UNREPRESENTABLE);
    }

    @Test
    void aSystemThatKeepsUndoingOurWriteIsLeftAlone() {
        Scene scene = same().linked()
                .base(
                        "Status",
                        base -> base.withWrite(NOW.minus(Duration.ofMinutes(5))).withFlips(5, BEFORE))
                .row("Status", "closed");
        Judgement judgement = scene.judge();

        assertThat(judgement.opened()).extracting(Conflict::kind).containsExactly(Kind.OSCILLATES);
        assertThat(judgement.patch()).isEmpty();
        assertThat(scene.accepted().judge().verdict()).isEqualTo(Verdict.UNCHANGED);
        assertThat(same().linked()
                        .base("Status", base -> base.withWrite(BEFORE).withFlips(5, BEFORE))
                        .row("Status", "closed")
                        .judge()
                        .verdict())
                .isEqualTo(Verdict.UPDATED);
    }

    @Test
    void whatACallOfOursMayHaveWrittenBringsNoDeletedRecordBack() {
        Standing doubt = standing(false, true, Optional.of(BEFORE), Optional.empty());

        assertThat(same().linked()
                        .sending("Status", "closed")
                        .row("Status", "closed")
                        .deleted()
                        .delivery(doubt)
                        .byId()
                        .judge()
                        .verdict())
                .isEqualTo(Verdict.UNCHANGED);
    }

    @Test
    void anEditOfAValueThatFeedsTwoPathsCountsOnceAsAFlip() {
        Judgement judgement = sameWithTwoNames()
                .back("{name: 'join(found.FirstName, found.LastName)', nick: 'found.FirstName'}")
                .linked()
                .base("FirstName", base -> base.withWrite(NOW).withFlips(4, BEFORE))
                .row("FirstName", "Marianne")
                .judge();

        assertThat(judgement.opened()).isEmpty();
        assertThat(judgement.counterpart().orElseThrow().field("FirstName").flips())
                .isEqualTo(5);
    }

    private static Scene edited() {
        return same().linked().row("Status", "closed");
    }

    private static Standing standing(
            boolean leased, boolean inDoubt, Optional<Instant> doubtUntil, Optional<Instant> settledAt) {
        return new Standing(
                DeliveryState.DELIVERED,
                leased,
                inDoubt,
                doubtUntil,
                settledAt,
                Long.MAX_VALUE,
                Optional.of("hash"),
                Optional.of("a1"));
    }
}
